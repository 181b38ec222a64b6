import { Button } from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { EmptyState } from '../ui/EmptyState.tsx';
import { reasonOf } from '../workbench/notice.ts';

interface PlaceBoundaryProps {
  /** What would be shown here, as people call it: `Runs`. */
  readonly title: string;
  readonly children: ReactNode;
}

interface PlaceBoundaryState {
  /** Why it cannot be shown; null: it can. */
  readonly reason: string | null;
}

/**
 * Keeps a mistake in one part of the window from taking the rest with it: says what happened in its place, and offers to
 * try again. A class, because React tells nobody else of such mistakes.
 */
export class PlaceBoundary extends Component<PlaceBoundaryProps, PlaceBoundaryState> {
  override readonly state: PlaceBoundaryState = { reason: null };

  static getDerivedStateFromError(failure: unknown): PlaceBoundaryState {
    return { reason: reasonOf(failure) };
  }

  override render(): ReactNode {
    const { title, children } = this.props;
    const { reason } = this.state;
    if (reason === null) return children;
    return (
      <div role="alert" className="shell-broken">
        <EmptyState
          title={`${title} cannot be shown`}
          actions={
            <Button
              variant="filled"
              leftSection={<RotateCcw size={14} aria-hidden />}
              onClick={() => this.setState({ reason: null })}
            >
              Try again
            </Button>
          }
        >
          <p>A mistake in Cairn stopped it: {reason}</p>
          <p>The rest of the window goes on, and so do the jobs. Nothing that was saved is touched.</p>
        </EmptyState>
      </div>
    );
  }
}
