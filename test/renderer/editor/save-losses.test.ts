import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lossProblems, saveLosses, unseenLosses } from '../../../renderer/editor/save-losses.ts';

const sample = readFileSync(new URL('../../../samples/processes/order-fulfilment.bpmn', import.meta.url), 'utf8');
/** The sample with something put in right after the start tag of its process. */
const holding = (text: string): string => sample.replace(/(<bpmn:process [^>]*>)/, `$1${text}`);
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

describe('what saving a file would leave out', () => {
  it('is nothing of what the editor knows, nor of extension elements of others', async () => {
    const known = holding('<bpmn:extensionElements><acme:mark xmlns:acme="urn:acme" a="1"/></bpmn:extensionElements>');
    expect(await unseenLosses('a.bpmn', sample, '')).toEqual([]);
    expect(await unseenLosses('a.bpmn', known, '')).toEqual([]);
  });

  it('names unknown elements and comments with their lines', async () => {
    const text = holding(
      '\n<!-- Ask Ann before changing this -->\n<acme:mark xmlns:acme="urn:acme"><acme:part/></acme:mark>\n',
    );
    expect(await unseenLosses('a.bpmn', text, '')).toEqual([
      `<acme:mark> (line ${lineOf(text, '<acme:mark')})`,
      `<!-- Ask Ann before changing this --> (line ${lineOf(text, '<!-- Ask')})`,
    ]);
  });

  it('counts comments of the same words, shortens long ones, and finds instructions to programs', () => {
    const long = `<!-- ${'word '.repeat(40)}-->`;
    const read = `<?xml version="1.0"?>\n<?style sheet?>\n<a><!-- twice -->\n<!-- twice -->${long}</a>`;
    expect(saveLosses(read, '<?xml version="1.0"?><a><!-- twice --></a>')).toEqual([
      '<?style sheet?> (line 2)',
      '1 of <!-- twice --> (lines 3, 4)',
      expect.stringMatching(/^<!-- word word .* …--> \(line 4\)$/),
    ]);
    expect(saveLosses(read, read)).toEqual([]);
  });

  it('names elements of others in which text stands between elements, whose order it cannot keep', async () => {
    const mixed = (content: string): string =>
      holding(
        `<bpmn:extensionElements><acme:note xmlns:acme="urn:acme">${content}</acme:note></bpmn:extensionElements>`,
      );
    const text = mixed('See <acme:b>this</acme:b> &amp; that');
    expect(await unseenLosses('a.bpmn', text, '')).toEqual([
      `the order of text and elements in <acme:note> (line ${lineOf(text, '<acme:note')})`,
    ]);
    for (const kept of ['See &lt;this&gt; <acme:b>and</acme:b>', '<![CDATA[a < b]]>', '<acme:b>1</acme:b>\n<acme:b/>'])
      expect(await unseenLosses('a.bpmn', mixed(kept), '')).toEqual([]);
  });

  it('of decisions is what the edited version lacks, and of other files nothing', async () => {
    const decisions = '<definitions><!-- why --><decision id="d"/></definitions>';
    expect(await unseenLosses('a.dmn', decisions, '<definitions><decision id="d"/></definitions>')).toEqual([
      '<!-- why --> (line 1)',
    ]);
    expect(await unseenLosses('a.json', '{"text":"<!-- a -->"}', '{}')).toEqual([]);
  });

  it('is a warning for each in the problems panel', () => {
    const [problem] = lossProblems(['<acme:mark> (line 3)']);
    expect(problem).toMatchObject({ severity: 'warning', element: null, source: 'text' });
    expect(problem?.message).toContain('leave out <acme:mark> (line 3)');
  });
});
