import { Select } from '@mantine/core';
import type { ModdleElement } from 'bpmn-moddle';
import { childrenOf, rawTextOf } from '../../../engine/model/element.ts';
import type { KnownName } from '../../ui/CodeEditor.tsx';
import { FeelField } from '../../ui/FeelField.tsx';
import { make, makePairs, readPairs, replaceExtensions, type Pair, type Subject } from './edit.ts';
import { PairRows, TextField, ValueField } from './fields.tsx';
import { HttpTrial } from './http-trial.tsx';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const HEADERS = ['Accept', 'Authorization', 'Content-Type', 'If-Match', 'User-Agent'];

/** A request as plain data. */
export interface Http {
  readonly method: string;
  readonly url: string;
  readonly timeout: string;
  readonly headers: readonly Pair[];
  readonly body: string;
  readonly results: readonly Pair[];
}

export function readHttp(http: ModdleElement): Http {
  const text = (name: string): string => rawTextOf(http, name) ?? '';
  return {
    method: text('method'),
    url: text('url'),
    timeout: text('timeout'),
    headers: readPairs(childrenOf(http, 'headers')),
    body: text('body'),
    results: readPairs(childrenOf(http, 'results'), 'variable'),
  };
}

export function writeHttp(subject: Subject, http: Http): void {
  const given = (text: string): string | undefined => (text === '' ? undefined : text);
  const made = make(subject, 'cairn:Http', subject.element.businessObject, {
    method: given(http.method),
    url: given(http.url),
    timeout: given(http.timeout),
    headers: makePairs(subject, 'cairn:Header', http.headers),
    body: given(http.body.trim() === '=' ? '' : http.body),
    results: makePairs(subject, 'cairn:Result', http.results, 'variable'),
  });
  replaceExtensions(subject, 'cairn:Http', [made]);
}

/** The request of a web service task, and a way to try it. */
export function HttpFields(props: { subject: Subject; http: ModdleElement; names: readonly KnownName[] }) {
  const { subject, names } = props;
  const http = readHttp(props.http);
  const set = (change: Partial<Http>): void => writeHttp(subject, { ...http, ...change });
  return (
    <>
      <Select
        label="Method"
        data={METHODS.includes(http.method) || http.method === '' ? METHODS : [...METHODS, http.method]}
        value={http.method === '' ? null : http.method}
        placeholder="Choose"
        allowDeselect={false}
        onChange={(method) => method !== null && set({ method })}
      />
      <ValueField
        label="Address"
        live
        placeholder="https://example.org/charge"
        value={http.url}
        names={names}
        check={(url) => (url === '' || /^(?:https?:\/\/|[$#]\{)/i.test(url) ? null : 'Begins with http:// or https://')}
        onCommit={(url) => set({ url })}
      />
      <PairRows
        label="Headers"
        rows={http.headers}
        names={names}
        nameOptions={HEADERS}
        add="Add a header"
        onChange={(headers) => set({ headers })}
      />
      <div className="prop-value">
        <span className="prop-label">Body, in FEEL</span>
        <FeelField
          label="Body, in FEEL"
          value={http.body.trim().replace(/^=/, '')}
          names={names}
          lines={3}
          onCommit={(text) => set({ body: text.trim() === '' ? '' : `=${text}` })}
        />
      </div>
      <PairRows
        label="Result: variables from the answer"
        rows={http.results}
        names={[{ name: 'response', detail: 'status, headers, body' }, ...names]}
        nameTitle="Variable"
        add="Add a variable"
        onChange={(results) => set({ results })}
      />
      <TextField
        label="Timeout, in ISO 8601"
        placeholder="PT30S"
        mono
        value={http.timeout}
        onCommit={(timeout) => set({ timeout })}
      />
      <HttpTrial http={http} path={subject.session.path} />
    </>
  );
}
