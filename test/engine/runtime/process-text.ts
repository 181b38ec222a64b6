/** Small processes as BPMN text, and the files that hold them. */
import { definitions, flow } from '../model/bpmn-text.ts';

export { flow };

function idOf(element: string): string {
  const id = /\bid="([^"]+)"/.exec(element)?.[1];
  if (id === undefined) throw new Error(`no id in ${element}`);
  return id;
}

/** Elements one after the other. */
export function chain(...elements: string[]): string {
  const ids = elements.map(idOf);
  return (
    elements.join('') +
    ids
      .slice(1)
      .map((id, index) => flow(ids[index] as string, id))
      .join('')
  );
}

/** A process of a chain from a start to an end, named after it; `rest` follows. */
export function line(id: string, elements: readonly string[], rest = ''): string {
  return processOf(id, chain(`<startEvent id="${id}-start"/>`, ...elements, `<endEvent id="${id}-end"/>`) + rest);
}

export function processOf(id: string, content: string): string {
  return `<process id="${id}" isExecutable="true">${content}</process>`;
}

/** Branches between a fork and a join, each a chain of its own. */
export function parallel(...branches: readonly (readonly string[])[]): string {
  const ways = branches.map(
    (branch) =>
      chain(...branch) + flow('fork', idOf(branch[0] as string)) + flow(idOf(branch.at(-1) as string), 'join'),
  );
  return (
    `<startEvent id="start"/>${flow('start', 'fork')}<parallelGateway id="fork"/>${ways.join('')}` +
    `<parallelGateway id="join"/>${flow('join', 'end')}<endEvent id="end"/>`
  );
}

export function file(...roots: string[]): string {
  return definitions(roots.join(''));
}

/** A FEEL script; `=` first is not needed. */
export function script(id: string, text: string, attributes = `cairn:resultVariable="${id}"`): string {
  return `<scriptTask id="${id}" scriptFormat="feel" ${attributes}><script>${text}</script></scriptTask>`;
}

/** A task that a test performs (`rig.tasks`), with an effect outside. */
export function service(id: string, attributes = ''): string {
  return `<serviceTask id="${id}" implementation="org.example.${id}" ${attributes}/>`;
}

export function user(id: string, attributes = ''): string {
  return `<userTask id="${id}" ${attributes}/>`;
}

export function receive(id: string, message: string): string {
  return `<receiveTask id="${id}" messageRef="${message}"/>`;
}

/** A root element; its id is its name. */
export function message(name: string, key?: string): string {
  return `<message id="${name}" name="${name}"${key === undefined ? '' : ` cairn:correlationKey="${key}"`}/>`;
}

export function call(id: string, called: string, mapping = ''): string {
  return `<callActivity id="${id}" calledElement="${called}">${mapping}</callActivity>`;
}

export function sends(id: string, name: string, payload = ''): string {
  return `<intermediateThrowEvent id="${id}">${payload}<messageEventDefinition messageRef="${name}"/></intermediateThrowEvent>`;
}

export function timer(kind: 'timeDuration' | 'timeDate' | 'timeCycle', text: string): string {
  return `<timerEventDefinition><${kind}>${text}</${kind}></timerEventDefinition>`;
}

export function pause(id: string, duration: string): string {
  return `<intermediateCatchEvent id="${id}">${timer('timeDuration', duration)}</intermediateCatchEvent>`;
}

/** A boundary event and the way to an end of its own. */
export function boundary(
  id: string,
  on: string,
  trigger: string,
  interrupting = true,
  via: readonly string[] = [],
): string {
  const event = `<boundaryEvent id="${id}" attachedToRef="${on}" cancelActivity="${String(interrupting)}">${trigger}</boundaryEvent>`;
  return chain(event, ...via, `<endEvent id="${id}-end"/>`);
}
