/** Name under which the editor enters each import into the browser's own timeline (User Timing), for whoever profiles. */
export const importMeasure = 'cairn: import of a diagram';
