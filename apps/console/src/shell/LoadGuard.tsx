import { Button, Result } from 'antd';
import { Component, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageCodeMissing, reloadByItself } from './page-code';
import { Wait } from './Wait';

/** The page was not fetched: loads the console anew once, then offers a button. */
function Missing() {
  const { t } = useTranslation();
  const [isLeft, setLeft] = useState(false);
  useEffect(() => {
    let isGone = false;
    void reloadByItself().then((isReloading) => !isGone && setLeft(!isReloading));
    return () => {
      isGone = true;
    };
  }, []);
  if (!isLeft) return <Wait />;
  return <Broken title={t('problem.missing')} detail={t('problem.missing_detail')} />;
}

function Broken({ title, detail }: { readonly title: string; readonly detail: string }) {
  const { t } = useTranslation();
  return (
    <div role="alert">
      <Result
        className="trouble"
        status="info"
        title={title}
        subTitle={detail}
        extra={
          <Button type="primary" onClick={() => window.location.reload()}>
            {t('action.reload')}
          </Button>
        }
      />
    </div>
  );
}

function Defect() {
  const { t } = useTranslation();
  return <Broken title={t('problem.defect')} detail={t('problem.defect_detail')} />;
}

interface LoadGuardProps {
  /** Another place gets another try. */
  readonly place: string;
  readonly children: ReactNode;
}

interface LoadGuardState {
  readonly place: string;
  readonly failure: { readonly error: unknown } | undefined;
}

/** When a page's code cannot be fetched or breaks while drawing: says so instead of going blank. */
export class LoadGuard extends Component<LoadGuardProps, LoadGuardState> {
  override state: LoadGuardState = { place: this.props.place, failure: undefined };

  static getDerivedStateFromError(error: unknown): Partial<LoadGuardState> {
    return { failure: { error } };
  }

  static getDerivedStateFromProps({ place }: LoadGuardProps, state: LoadGuardState): LoadGuardState | null {
    return place === state.place ? null : { place, failure: undefined };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === undefined) return this.props.children;
    return failure.error instanceof PageCodeMissing ? <Missing /> : <Defect />;
  }
}
