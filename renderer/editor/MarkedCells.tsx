import { useAnalyses } from './analysis.ts';

/** The cells of decision tables that the engine cannot read: dmn-js draws them itself, and knows no marks. */
export function MarkedCells({ path }: { readonly path: string }) {
  const ids = useAnalyses((all) => all[path]?.problems);
  const marked = [...new Set(ids?.flatMap(({ element }) => element ?? []))];
  if (marked.length === 0) return null;
  return <style>{marked.map((id) => `${cellOf(id)} { ${looks} }`).join('\n')}</style>;
}

const looks = 'background: var(--danger-soft); box-shadow: inset 0 0 0 2px var(--danger)';

function cellOf(id: string): string {
  return `.decision-paper td[data-element-id="${CSS.escape(id)}"]`;
}
