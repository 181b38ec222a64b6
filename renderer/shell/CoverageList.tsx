import { Modal, Table, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCoverageOpen } from './coverage-open.ts';
import { coverageRows, elementWords, rowsWith } from './coverage-rows.ts';

/** What of BPMN is executed, and what is refused: no row without a run. */
export function CoverageList() {
  const { open, setOpen } = useCoverageOpen();
  const [search, setSearch] = useState('');
  const rows = rowsWith(search);
  const executed = coverageRows.filter(({ refusal }) => refusal === null).length;
  return (
    <Modal opened={open} onClose={() => setOpen(false)} title="What Cairn runs of BPMN" size="xl">
      <p>
        {executed === coverageRows.length
          ? `Cairn executes all ${executed} elements of this list, each in its place.`
          : `Cairn executes ${executed} of the ${coverageRows.length} elements of this list, each in its place.`}{' '}
        Each was run when this version was made, by the diagrams of Cairn’s own tests that the last column names.
      </p>
      <TextInput
        label="Search"
        placeholder="boundary timer"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        data-autofocus
      />
      <p role="status">
        {rows.length === 0 ? 'No row has all of these words.' : `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`}
      </p>
      <Table className="shell-coverage">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Element</Table.Th>
            <Table.Th>Place</Table.Th>
            <Table.Th>Shown by</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={`${row.group} ${row.element} ${row.place}`}>
              <Table.Td>{elementWords(row)}</Table.Td>
              <Table.Td>{row.place}</Table.Td>
              <Table.Td>{row.refusal ?? <Diagrams names={row.shownBy} />}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}

/** Each name stays on one line where it has room. */
function Diagrams({ names }: { readonly names: readonly string[] }) {
  return names.map((name, index) => (
    <span key={name}>
      <span className="shell-coverage-name">
        {name}
        {index < names.length - 1 && ','}
      </span>{' '}
    </span>
  ));
}
