/** BPMN text for the tests of the interpreter, in as few words as a process needs. */
import { condition, flow } from '../model/bpmn-text.ts';

export { condition, file, flow } from '../model/bpmn-text.ts';

/** Sequence flows along the ids: `chain('a', 'b', 'c')` is `a → b → c`. */
export function chain(...ids: string[]): string {
  return ids
    .slice(1)
    .map((to, index) => flow(ids[index] as string, to))
    .join('');
}

/** A flow that is taken when the FEEL text is true. */
export function when(from: string, to: string, feel: string): string {
  return flow(from, to, condition(`=${feel}`));
}

export const start = '<startEvent id="start"/>';
export const end = '<endEvent id="end"/>';

/** A script task; `script` is FEEL, its value goes to `variable`. */
export function script(id: string, variable: string, feel: string, attributes = '', inner = ''): string {
  return `<scriptTask id="${id}" scriptFormat="feel" cairn:resultVariable="${variable}" ${attributes}>${extensions(inner)}<script>${feel}</script></scriptTask>`;
}

/** A script task whose script a test stands in for. */
export function javascript(id: string, attributes = '', inner = ''): string {
  return `<scriptTask id="${id}" scriptFormat="javascript" ${attributes}>${extensions(inner)}<script>1</script></scriptTask>`;
}

/** A web service task; the address is FEEL over variables where it begins with `=`. */
export function service(id: string, attributes = '', inner = '', url = 'http://127.0.0.1/work'): string {
  return `<serviceTask id="${id}" cairn:resultVariable="${id}Result" ${attributes}>${extensions(`<cairn:http method="POST" url="${url}"/>${inner}`)}</serviceTask>`;
}

export function user(id: string, inner = ''): string {
  return `<userTask id="${id}">${extensions(inner)}</userTask>`;
}

export function sub(id: string, content: string, inner = ''): string {
  return `<subProcess id="${id}">${extensions(inner)}${content}</subProcess>`;
}

export function call(id: string, inner = '', called = 'callee'): string {
  return `<callActivity id="${id}" calledElement="${called}">${extensions(inner)}</callActivity>`;
}

export function receive(id: string, inner = '', message = 'm'): string {
  return `<receiveTask id="${id}" messageRef="${message}">${extensions(inner)}</receiveTask>`;
}

export function mapping(inputs: Record<string, string>, outputs: Record<string, string>): string {
  const list = (tag: string, map: Record<string, string>): string =>
    Object.entries(map)
      .map(([name, value]) => `<cairn:${tag} name="${name}" value="${value}"/>`)
      .join('');
  return `<cairn:mapping>${list('in', inputs)}${list('out', outputs)}</cairn:mapping>`;
}

/** A boundary event; `definition` is the inside of the event. */
export function boundary(id: string, attachedTo: string, definition: string, interrupting = true): string {
  return `<boundaryEvent id="${id}" attachedToRef="${attachedTo}" cancelActivity="${interrupting}">${definition}</boundaryEvent>`;
}

export function duration(text: string): string {
  return `<timerEventDefinition><timeDuration>${text}</timeDuration></timerEventDefinition>`;
}

export function cycle(text: string): string {
  return `<timerEventDefinition><timeCycle>${text}</timeCycle></timerEventDefinition>`;
}

export function caught(message = 'm'): string {
  return `<messageEventDefinition messageRef="${message}"/>`;
}

export function errorOf(error?: string): string {
  return error === undefined ? '<errorEventDefinition/>' : `<errorEventDefinition errorRef="${error}"/>`;
}

/** Message `m` without a correlation key, and `keyed` with one. */
export const messages = '<message id="m" name="m"/><message id="keyed" name="keyed" cairn:correlationKey="=key"/>';
export const errors = '<error id="e1" errorCode="E1"/><error id="e2" errorCode="E2"/>';

function extensions(inner: string): string {
  return inner === '' ? '' : `<extensionElements>${inner}</extensionElements>`;
}
