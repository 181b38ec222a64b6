import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './ui.css';

/** An empty place says what belongs there and offers the next step. */
export function EmptyState(props: {
  readonly icon?: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons. */
  readonly actions?: ReactNode;
}) {
  const Icon = props.icon;
  return (
    <div className="ui-empty">
      {Icon && <Icon size={28} strokeWidth={1.5} aria-hidden />}
      <h2>{props.title}</h2>
      {props.children !== undefined && <div className="ui-empty-text">{props.children}</div>}
      {props.actions !== undefined && <div className="ui-empty-actions">{props.actions}</div>}
    </div>
  );
}
