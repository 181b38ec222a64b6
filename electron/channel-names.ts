/** The three messages between page and main process; the preload script lets nothing else through. */
export const OPEN = 'cairn:open';
export const FRAME = 'cairn:frame';
export const CLOSE = 'cairn:close';

/** What the page is served as: one origin of our own, which nothing on the network can have. */
export const SCHEME = 'app';
export const ORIGIN = 'app://window';
