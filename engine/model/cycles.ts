/** Which nodes lie on a cycle. */

/**
 * Tarjan's strongly connected components, without recursion: the depth of a process must not become the depth of the
 * stack. `successors[i]` lists the nodes that follow node `i`; the answer says for each node whether it can be reached
 * from itself.
 */
export function onCycle(successors: readonly (readonly number[])[]): readonly boolean[] {
  const count = successors.length;
  const result = new Array<boolean>(count).fill(false);
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const onStack = new Uint8Array(count);
  const position = new Int32Array(count);
  const stack: number[] = [];
  let next = 0;
  for (let root = 0; root < count; root += 1) {
    if (order[root] !== -1) continue;
    const path = [root];
    while (path.length > 0) {
      const node = path.at(-1) as number;
      if (order[node] === -1) {
        order[node] = low[node] = next;
        next += 1;
        stack.push(node);
        onStack[node] = 1;
      }
      const following = successors[node] ?? [];
      const at = position[node] as number;
      if (at < following.length) {
        position[node] = at + 1;
        const target = following[at] as number;
        if (order[target] === -1) path.push(target);
        else if (onStack[target] === 1) low[node] = Math.min(low[node] as number, order[target] as number);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[node] as number);
      if (low[node] !== order[node]) continue;
      const component: number[] = [];
      for (let member = -1; member !== node;) {
        member = stack.pop() as number;
        onStack[member] = 0;
        component.push(member);
      }
      const loops = component.length > 1 || following.includes(node);
      if (loops) for (const member of component) result[member] = true;
    }
  }
  return result;
}
