/** The frame of the minimap, drawn within it: where all of a map is in view only stray parts of the frame would show. */
import type { Minimap } from './diagram-services.ts';

/** Of the edge of the map, px: on it the frame would look like a part of it. */
const clear = 3;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The part of a frame that lies within a map. */
export function frameWithin(frame: Box, map: Box): Box {
  const [left, top] = [Math.max(map.left, frame.left), Math.max(map.top, frame.top)];
  return {
    left,
    top,
    width: Math.max(0, Math.min(map.left + map.width, frame.left + frame.width) - left),
    height: Math.max(0, Math.min(map.top + map.height, frame.top + frame.height) - top),
  };
}

class MinimapFrame {
  static readonly $inject = ['minimap'];

  constructor(minimap: Minimap) {
    const usual = minimap._update.bind(minimap);
    minimap._update = () => {
      usual();
      const { style } = minimap._viewportDom;
      const map = minimap._parent.querySelector<HTMLElement>('.map');
      if (map === null) return;
      const frame = frameWithin(
        {
          left: Number.parseFloat(style.left),
          top: Number.parseFloat(style.top),
          width: Number.parseFloat(style.width),
          height: Number.parseFloat(style.height),
        },
        {
          left: map.offsetLeft + clear,
          top: map.offsetTop + clear,
          width: map.offsetWidth - 2 * clear,
          height: map.offsetHeight - 2 * clear,
        },
      );
      for (const side of ['left', 'top', 'width', 'height'] as const) style[side] = `${frame[side]}px`;
    };
  }
}

export const minimapFrame = {
  __init__: ['cairnMinimapFrame'],
  cairnMinimapFrame: ['type', MinimapFrame],
};
