/** What is shown where a place broke. React itself catches the mistake; what it is given is looked at here. */
import { MantineProvider } from '@mantine/core';
import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { PlaceBoundary } from '../../../renderer/shell/PlaceBoundary.tsx';

function shown(state: PlaceBoundary['state']): string {
  const boundary = new PlaceBoundary({ title: 'Runs', children: 'the list of jobs' });
  Object.assign(boundary, { state });
  const content: ReactNode = boundary.render();
  return renderToStaticMarkup(createElement(MantineProvider, null, content));
}

test('a whole place shows its children', () => {
  expect(shown({ reason: null })).toContain('the list of jobs');
});

test('a broken place says what happened, and offers to try again', () => {
  const html = shown(PlaceBoundary.getDerivedStateFromError(new Error('Duplicate options are not supported')));
  expect(html).toContain('Runs cannot be shown');
  expect(html).toContain('Duplicate options are not supported');
  expect(html).toContain('Try again');
  expect(html).not.toContain('the list of jobs');
});
