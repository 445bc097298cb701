import { Component, type ReactNode } from 'react';
import { Failure } from './Failure';

interface State {
  readonly error?: unknown;
}

/** When a page's code cannot be fetched or breaks while drawing: says so instead of going blank. */
export class LoadGuard extends Component<{ readonly children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return <Failure error={this.state.error} onRetry={() => window.location.reload()} />;
  }
}
