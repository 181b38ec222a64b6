/** The diagrams that the benchmarks run: short, and made here so that their size is an argument. */

const NAMESPACES = [
  'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"',
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  'xmlns:cairn="urn:cairn:bpmn:1"',
].join(' ');

/** Key of every process here. */
export const PROCESS = 'bench';

/** `start → elements → end`; the elements are texts with the ids `t1`, `t2`, … */
function inARow(elements: readonly string[]): string {
  const ids = ['start', ...elements.map((_, index) => `t${index + 1}`), 'end'];
  const flows = ids
    .slice(1)
    .map((id, index) => `<sequenceFlow id="f${index}" sourceRef="${ids[index]}" targetRef="${id}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions ${NAMESPACES} id="definitions" targetNamespace="urn:cairn:bench">
  <process id="${PROCESS}" isExecutable="true">
    <startEvent id="start"/>
    ${elements.join('\n    ')}
    <endEvent id="end"/>
    ${flows.join('\n    ')}
  </process>
</definitions>
`;
}

function numbered(count: number, element: (number: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => element(index + 1));
}

/** Tasks for which there is nothing to do. */
export function plainTasks(count: number): string {
  return inARow(numbered(count, (number) => `<task id="t${number}"/>`));
}

/** A text of so many characters, different for each number. */
export function filler(length: number, number: number): string {
  return `${number} `.repeat(Math.ceil(length / 2)).slice(0, length);
}

/** FEEL script tasks, each marked, each of which replaces the text `note`, so that each checkpoint has it to save. */
export function markedTasks(count: number, noteLength: number): string {
  return inARow(
    numbered(
      count,
      (number) =>
        `<scriptTask id="t${number}" scriptFormat="feel" cairn:resultVariable="note" cairn:checkpoint="after"><script>"${filler(noteLength, number)}"</script></scriptTask>`,
    ),
  );
}

/** One task that waits for the message `go` with the key that the job's variable `key` holds. */
export function waitingTask(): string {
  return inARow(['<receiveTask id="t1" messageRef="go"/>']).replace(
    '<process ',
    '<message id="go" name="go" cairn:correlationKey="=key"/>\n  <process ',
  );
}

/** A person has to act. */
export function userTask(): string {
  return inARow(['<userTask id="t1"/>']);
}

/** One script that does not end by itself. */
export function endlessTask(): string {
  return inARow(['<scriptTask id="t1" scriptFormat="javascript"><script>for (;;);</script></scriptTask>']);
}
