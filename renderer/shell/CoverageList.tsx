import { Modal, Table, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCoverageOpen } from './coverage-open.ts';
import { coverageRows, rowsWith } from './coverage-rows.ts';

/** What of BPMN is executed, and what is refused: no row without a run. */
export function CoverageList() {
  const { open, setOpen } = useCoverageOpen();
  const [search, setSearch] = useState('');
  const rows = rowsWith(search);
  const executed = coverageRows.filter(({ refusal }) => refusal === null).length;
  return (
    <Modal opened={open} onClose={() => setOpen(false)} title="What of BPMN runs" size="xl">
      <p>
        {executed} of {coverageRows.length} places are executed; each was run when this version was made, under the
        names in the last column.
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
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Element</Table.Th>
            <Table.Th>Place</Table.Th>
            <Table.Th>Shown by</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ group, element, place, shownBy, refusal }) => (
            <Table.Tr key={`${group} ${element} ${place}`}>
              <Table.Td>{element}</Table.Td>
              <Table.Td>{place}</Table.Td>
              <Table.Td>{refusal ?? shownBy.join(', ')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
