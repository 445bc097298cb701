import type { Venue } from '@tongxing/contract';
import { Cascader } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '../api/client';
import { patiently } from '../api/put-off';
import { useAccount } from '../session/session';

export type Division = Venue['division'];

/** Digits of a township's code, the lowest level. */
const TOWNSHIP_DIGITS = 9;

interface Option {
  readonly value: string;
  readonly label: string;
  readonly division: Division;
  readonly isLeaf: boolean;
  children?: Option[];
}

interface Tree {
  readonly options: Option[];
  /** From the top to the division the tree was opened for. */
  readonly path: readonly Option[];
}

function optionOf(division: Division): Option {
  return { value: division.code, label: division.name, division, isLeaf: division.code.length >= TOWNSHIP_DIGITS };
}

async function below(parent?: string): Promise<Option[]> {
  const { items } = await patiently(() => send('GET /api/v1/divisions', parent === undefined ? {} : { query: { parent } }));
  return items.map(optionOf);
}

/** The top level, opened down to a division when one is given: codes of lower levels start with their parent's. */
async function treeFor(top: Division | null, code: string | undefined): Promise<Tree> {
  const options = top === null ? await below() : [optionOf(top)];
  const path: Option[] = [];
  let level = options;
  for (;;) {
    const step = level.find((option) => code?.startsWith(option.value));
    if (step === undefined) return { options, path };
    path.push(step);
    if (step.value === code) return { options, path };
    step.children = await below(step.value);
    level = step.children;
  }
}

interface DivisionPickerProps {
  /** `own`: the account's area and below; `all`: anywhere in the country. */
  readonly scope: 'own' | 'all';
  readonly id?: string;
  /** Division code. */
  readonly value?: string;
  readonly onChange?: (code: string | undefined) => void;
  /** The whole division, for pages that show its name. */
  readonly onPick?: (division: Division | undefined) => void;
  readonly label?: string;
}

/** Picks a division level by level; each level is asked for when it is opened. */
export function DivisionPicker({ scope, id, value, onChange, onPick, label }: DivisionPickerProps) {
  const { t } = useTranslation();
  const { area } = useAccount();
  const [{ options, path }, setTree] = useState<Tree>({ options: [], path: [] });
  const shown = useRef<string>();

  useEffect(() => {
    if (shown.current === (value ?? '')) return;
    let isCurrent = true;
    treeFor(scope === 'own' ? area : null, value).then(
      (tree) => {
        if (!isCurrent) return;
        shown.current = value ?? '';
        setTree(tree);
      },
      // Without an answer the list stays empty; opening the form again asks again.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [scope, area, value]);

  const load = useCallback((steps: Option[]) => {
    const parent = steps.at(-1);
    if (parent === undefined) return;
    below(parent.value).then(
      (children) => {
        parent.children = children;
        setTree((current) => ({ ...current, options: [...current.options] }));
      },
      () => undefined,
    );
  }, []);

  const choose = (steps: readonly Option[]) => {
    const division = steps.at(-1)?.division;
    shown.current = division?.code ?? '';
    setTree((current) => ({ ...current, path: steps }));
    onChange?.(division?.code);
    onPick?.(division);
  };

  return (
    <Cascader<Option>
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      className="wide"
      options={options}
      value={value === undefined ? [] : path.map((step) => step.value)}
      loadData={(steps) => load(steps as Option[])}
      onChange={(_, steps) => choose((steps ?? []) as unknown as Option[])}
      changeOnSelect
      expandTrigger="click"
      placeholder={t('division.choose')}
      displayRender={() => path.at(-1)?.division.path ?? ''}
    />
  );
}
