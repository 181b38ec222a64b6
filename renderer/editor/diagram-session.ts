/**
 * One BPMN file in bpmn-js's modeler: what React does not draw. It knows what is saved, what is selected, and counts
 * every change, so that components can follow it with `useSession`.
 */
import { mended, type Described } from '../../engine/model/descriptor-mends.ts';
import { keepUnresolved, type Maker } from '../../engine/model/unresolved.ts';
import type { BpmnModdle, ModdleElement, ParseWarning } from 'bpmn-moddle';
import { useSyncExternalStore } from 'react';
import { CreateAppendAnythingModule } from 'bpmn-js-create-append-anything';
import Modeler from 'bpmn-js/lib/Modeler';
import minimap from 'diagram-js-minimap';
import { cairnDescriptor } from '../../engine/protocol/descriptor.ts';
import { CheckpointFlags } from './checkpoint-flags.ts';
import { beginnings } from './beginnings.ts';
import { checkpointPad } from './checkpoint-pad.ts';
import {
  canvasColours,
  lastDone,
  ownerOf,
  type Canvas,
  type CommandStack,
  type DiagramElement,
  type DiagramHost,
  type EditorActions,
  type ElementRegistry,
  type EventBus,
  type Modeling,
  type Moddle,
  type Selection,
} from './diagram-services.ts';
import { FittedView } from './fitted-view.ts';
import { ElementMarks } from './element-marks.ts';
import { placeLogo } from './logo-corner.ts';
import { menuWords } from './menu-entries.ts';
import { menuWithin } from './menu-within.ts';
import { minimapCorner } from './minimap-corner.ts';
import { minimapFrame } from './minimap-frame.ts';
import { keepBordersSeen } from './own-border.ts';
import { keepInkLegible } from './own-ink.ts';
import { padWithin } from './pad-within.ts';
import { paletteRightOf } from './palette-room.ts';
import { keepInCopies } from './kept-in-copies.ts';
import { keepLabelsPlain } from './plain-labels.ts';
import { keepRingBelow, markBesideRings } from './selection-ring.ts';
import { searchNames } from './search-names.ts';
import { revealFound, searchBox } from './search-reveal.ts';
import { registerTogether } from './together.ts';
import { ImportedText } from './imported-text.ts';
import { drawInTurn } from './drawing-turns.ts';
import { importMeasure } from './import-measure.ts';
import type { Snapshot } from './open-files.ts';
import { logoFootPx } from './view-box.ts';
import { layRails } from './view-rails.ts';

export class DiagramSession {
  readonly path: string;
  readonly host: DiagramHost & { getDefinitions(): ModdleElement };
  readonly marks: ElementMarks;
  readonly flags: CheckpointFlags;
  readonly view: FittedView;
  /** Element under the pointer. */
  hovered: DiagramElement | null = null;
  /** Rises with every change of diagram or selection. */
  #version = 0;
  readonly #listeners = new Set<() => void>();
  readonly #edited: (unsaved: boolean) => void;
  /** What was done last of what is on disk; `elsewhere`: what was imported is not what is on disk. */
  #savedAt: object | null | 'elsewhere' = null;
  /** What was imported last. */
  #imported: ImportedText | null = null;
  /** Settles when what is imported last is drawn, or cannot be. */
  #importing: Promise<void> = Promise.resolve();

  constructor(path: string, container: HTMLElement, edited: (unsaved: boolean) => void) {
    this.path = path;
    this.#edited = edited;
    this.host = new Modeler({
      container,
      moddleExtensions: { cairn: cairnDescriptor },
      bpmnRenderer: canvasColours,
      additionalModules: [
        CreateAppendAnythingModule,
        minimap,
        minimapFrame,
        minimapCorner,
        checkpointPad,
        padWithin,
        menuWithin,
        menuWords,
        beginnings,
        searchNames,
      ],
    });
    mended(this.host.get<Described>('moddle'));
    this.marks = new ElementMarks(this.host);
    this.flags = new CheckpointFlags(this.host);
    const palette = (): number => paletteRightOf(this.canvas.getContainer());
    this.view = new FittedView(this.host, () => {
      const over = searchBox(this.canvas.getContainer());
      return { left: palette(), foot: logoFootPx, ...(over === null ? {} : { over }) };
    });
    revealFound(this.host, (element) => this.view.show(element));
    registerTogether(this.host);
    keepLabelsPlain(this.host);
    keepInkLegible(this.host);
    keepBordersSeen(this.host);
    keepRingBelow(this.host);
    markBesideRings(this.host);
    keepInCopies(this.host);
    layRails(this.host);
    placeLogo(this.host, palette);
    const bus = this.host.get<EventBus>('eventBus');
    bus.on(['selection.changed', 'elements.changed', 'root.set'], () => this.#changed());
    bus.on('commandStack.preExecute', () => this.#imported?.beforeEdit());
    bus.on('commandStack.changed', () => {
      this.#edited(this.isUnsaved);
      this.#changed();
    });
    // What leads nowhere is kept, or saving would lose it.
    bus.on('import.parse.complete', (event) => {
      const { warnings = [] } = event as { readonly warnings?: readonly ParseWarning[] };
      keepUnresolved(warnings, this.host.get<Maker>('moddle'));
    });
    bus.on('element.hover', ({ element }) => {
      this.hovered = element === undefined ? null : ownerOf(element);
      bus.fire('cairn.hovered', {});
    });
    bus.on('element.out', () => {
      this.hovered = null;
      bus.fire('cairn.hovered', {});
    });
  }

  /**
   * Draws the text when it is its turn, if it is `wanted` still.
   * @throws Error when the text is no BPMN or no XML, or has no diagram.
   */
  async import(text: string, unsaved: boolean, wanted = (): boolean => true): Promise<void> {
    const importing = drawInTurn(this.path, async () => {
      if (wanted()) await this.#draw(text, unsaved);
    });
    // Whoever imports hears of a failure; who waits for the end of it need not.
    this.#importing = importing.catch(() => undefined);
    await importing;
  }

  async #draw(text: string, unsaved: boolean): Promise<void> {
    const start = performance.now();
    this.#imported = null;
    await this.host.importXML(text);
    this.#imported = new ImportedText(text, async () => this.#written(false));
    this.marks.forget();
    this.flags.forget();
    performance.measure(importMeasure, { start });
    this.#savedAt = unsaved ? 'elsewhere' : lastDone(this.commands);
    this.#changed();
  }

  /** What was imported, with the edits: whatever bpmn-js has no place for stays in it. */
  async text(): Promise<string> {
    // Until a file is drawn anew, what is drawn is what it was before.
    await this.#importing;
    if (this.#imported === null) return this.#written(true);
    // What was edited and undone is the same, but bpmn-js does not put everything back to its place.
    return this.commands.canUndo() ? this.#imported.edited() : this.#imported.asRead();
  }

  async #written(format: boolean): Promise<string> {
    // Unlike bpmn-js's saveXML this writes before it returns, which the text before an edit needs. Whoever listens for it knows what
    // is drawn on which plane; without them elements of a closed subprocess are on two.
    this.host.get<EventBus>('eventBus').fire('saveXML.start', { definitions: this.definitions });
    const { xml } = await this.host.get<BpmnModdle>('moddle').toXML(this.definitions, { format });
    return xml;
  }

  get isUnsaved(): boolean {
    return this.#savedAt !== lastDone(this.commands);
  }

  async snapshot(): Promise<Snapshot> {
    await this.#importing;
    const at = lastDone(this.commands);
    const text = await this.text();
    return {
      text,
      saved: () => {
        this.#savedAt = at;
        return this.isUnsaved;
      },
    };
  }

  get commands(): CommandStack {
    return this.host.get<CommandStack>('commandStack');
  }

  get definitions(): ModdleElement {
    return this.host.getDefinitions();
  }

  get canvas(): Canvas {
    return this.host.get<Canvas>('canvas');
  }

  get modeling(): Modeling {
    return this.host.get<Modeling>('modeling');
  }

  get moddle(): Moddle {
    return this.host.get<Moddle>('moddle');
  }

  get registry(): ElementRegistry {
    return this.host.get<ElementRegistry>('elementRegistry');
  }

  get selection(): Selection {
    return this.host.get<Selection>('selection');
  }

  /** Runs one of bpmn-js's editor actions; those that this diagram does not have are ignored. */
  act(action: string, options?: unknown): void {
    const actions = this.host.get<EditorActions>('editorActions');
    if (actions.isRegistered(action)) actions.trigger(action, options);
  }

  /** What the properties are shown of: the one selected element, else the process or collaboration itself. */
  get subject(): DiagramElement | null {
    const { selected } = this;
    return selected.length > 1 ? null : (selected[0] ?? this.canvas.getRootElement());
  }

  /** The selected elements; a name beside one of them is not another. */
  get selected(): readonly DiagramElement[] {
    return [...new Set(this.selection.get().map(ownerOf))];
  }

  destroy(): void {
    this.#listeners.clear();
    this.host.destroy();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly version = (): number => this.#version;

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

/** Draws the component anew whenever the diagram or the selection changes. Returns the version. */
export function useSession(session: DiagramSession): number {
  return useSyncExternalStore(session.subscribe, session.version);
}
