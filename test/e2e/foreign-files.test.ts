/** Files that are written for other engines: what people see and change of it, and what is merely kept. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useStudio } from './harness/studio.ts';
import { DesignPage } from './pages/design-page.ts';
import { RunsPage } from './pages/runs-page.ts';

/** A task of people, with the words of an engine. */
const people = (namespaces: string, first: string, inside = ''): string => `<definitions
  xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" ${namespaces} id="d" targetNamespace="t"><process id="people" isExecutable="true">
    <startEvent id="s"/><userTask id="review" name="Review" ${first}>${inside}</userTask><endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="review"/><sequenceFlow id="f2" sourceRef="review" targetRef="e"/>
  </process></definitions>`;
const older = people(
  'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
  'camunda:assignee="ann" camunda:candidateGroups="sales"',
).replace('<startEvent id="s"/>', '<startEvent id="s" camunda:initiator="who"/>');
const newer = people(
  'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"',
  '',
  '<extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="sales"/></extensionElements>',
);

/** A form of another engine, and a task that only that one can do. */
const asked = people(
  'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
  '',
  `<extensionElements><camunda:formData>
    <camunda:formField id="amount" label="How much" type="long" defaultValue="5">
      <camunda:validation><camunda:constraint name="required"/><camunda:constraint name="min" config="1"/><camunda:constraint name="max" config="9"/></camunda:validation></camunda:formField>
    <camunda:formField id="note"><camunda:validation><camunda:constraint name="readonly"/><camunda:constraint name="maxlength" config="20"/></camunda:validation></camunda:formField>
  </camunda:formData></extensionElements>`,
).replace('<endEvent id="e"/>', '<serviceTask id="e" name="Pay" camunda:class="com.acme.Pay"/>');

/** What no parser of BPMN keeps: notes, instructions, character data, elements that nobody knows. */
const noted = `<?xml version="1.0" encoding="UTF-8"?>
<!-- owned by the order team -->
<?house style="4"?>
${people('xmlns:house="urn:house"', 'house:colour="red"', '<!-- four eyes -->').replace(
  '<endEvent id="e"/>',
  `<scriptTask id="count" scriptFormat="javascript">
      <!-- never in the evening -->
      <script><![CDATA[variables.few = 1 < 2 && true]]></script>
    </scriptTask><endEvent id="e"/>`,
)}
<!-- the end -->
`;

const studio = useStudio({
  prepare: ({ dir }) => {
    writeFileSync(join(dir, 'processes/older.bpmn'), older);
    writeFileSync(join(dir, 'processes/newer.bpmn'), newer);
    writeFileSync(join(dir, 'processes/plain.bpmn'), people('', ''));
    writeFileSync(join(dir, 'processes/noted.bpmn'), noted);
    writeFileSync(join(dir, 'processes/asked.bpmn'), asked);
  },
});

const onDisk = (path: string): string => readFileSync(join(studio().workspace.dir, path), 'utf8');

it('whom a task is meant for is edited in the words of its file, and shown where it waits', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  const panel = design.properties.getByRole('region', { name: 'People' });
  const edit = async (name: string, label: string, text: string): Promise<string> => {
    await design.command(`Open processes/${name}.bpmn`);
    await design.element('review').waitFor();
    await design.select('review');
    await panel.getByRole('textbox', { name: label }).fill(text);
    await page.keyboard.press('Enter');
    await design.saveEdits();
    return onDisk(`processes/${name}.bpmn`);
  };
  const first = await edit('older', 'Due date', '${due}');
  expect(first).toMatch(/<userTask id="review"[^>]* camunda:assignee="ann"[^>]* camunda:dueDate="\$\{due\}"/);
  await panel.getByText('Camunda 7').waitFor();
  await panel.getByRole('textbox', { name: 'Assignee' }).fill('');
  await page.keyboard.press('Enter');
  await design.saveEdits();
  expect(onDisk('processes/older.bpmn')).not.toContain('assignee');

  const second = await edit('newer', 'Assignee', '=owner');
  expect(second).toMatch(/<zeebe:userTask ?\/>/);
  const [definition] = /<zeebe:assignmentDefinition[^>]*>/.exec(second) ?? [];
  expect(definition).toContain('candidateGroups="sales"');
  expect(definition).toContain('assignee="=owner"');

  const third = await edit('plain', 'Potential owners', 'sales');
  expect(third).toMatch(/<potentialOwner>\s*<resourceAssignmentExpression>\s*<expression [^>]*>sales</);

  const runs = await RunsPage.open(page);
  await runs.startFile('older');
  const card = runs.panel.getByRole('article', { name: /^Review/ });
  await card.getByText('candidate groups sales · due ${due}').waitFor();
});

it('what a file keeps for another engine is one line among the problems, which opens to the elements', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.command('Open processes/older.bpmn');
  await design.element('review').waitFor();
  const folded = design.problems.getByRole('button', { name: /3 camunda extensions of 2 elements are kept/ });
  await folded.waitFor();
  const each = design.problems.getByRole('button', { name: /“Review”: camunda:assignee, camunda:candidateGroups\./ });
  expect(await each.count()).toBe(0);
  await folded.click();
  await each.click();
  await design.properties.getByRole('heading', { name: 'Review', level: 2 }).waitFor();
});

it('a save writes the edit, and leaves all else of the file as it was, what BPMN has no place for included', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.command('Open processes/noted.bpmn');
  await design.element('review').waitFor();
  await design.rename('review', 'Look at it');
  await design.saveEdits();
  const [diagram = ''] =
    /\s*<bpmndi:BPMNDiagram[\s\S]*<\/bpmndi:BPMNDiagram>\s*/.exec(onDisk('processes/noted.bpmn')) ?? [];
  const written = onDisk('processes/noted.bpmn').replace(diagram, '');
  const flat = (text: string): string =>
    text.replace(/ xmlns:(?:bpmndi|dc|di)="[^"]*"/g, '').replaceAll(/\s*<(?:incoming|outgoing)>[^<]*<\/\w+>/g, '');
  expect(diagram).toContain('bpmnElement="review"');
  expect(flat(written).replace(/\s+<\/definitions>/, '</definitions>')).toBe(
    noted.replace('name="Review"', 'name="Look at it"').replace(/\s+<\/definitions>/, '</definitions>'),
  );

  await design.rename('review', 'Review');
  await design.saveEdits();
  expect(onDisk('processes/noted.bpmn')).toBe(
    `${written}`.replace('</definitions>', `${diagram}</definitions>`).replace('name="Look at it"', 'name="Review"'),
  );
});

it('the fields of another engine’s form are listed, and edited as a copy; a class that nothing here runs is a warning', async () => {
  const page = await studio().page();
  const design = await new DesignPage(page).ready();
  await design.command('Open processes/asked.bpmn');
  await design.select('review');
  const fields = design.properties.getByRole('list', { name: 'Fields of the form' }).getByRole('listitem');
  await expect
    .poll(async () => fields.allInnerTexts())
    .toEqual([
      'How much\namount · Number · required · at least 1 · at most 9 · default 5',
      'note\nText · read-only · characters, at most 20',
    ]);
  await design.problems.getByText(/“Pay”: nothing in Cairn runs camunda:class="com\.acme\.Pay"/).click();
  await design.properties.getByText(/^Nothing in Cairn runs/).waitFor();

  await design.select('review');
  await design.properties.getByRole('button', { name: 'Edit a copy in Cairn' }).click();
  await design.properties
    .getByRole('group', { name: 'How much' })
    .getByRole('checkbox', { name: 'Required' })
    .waitFor();
  await design.saveEdits();
  const saved = onDisk('processes/asked.bpmn');
  expect(saved).toMatch(
    /<cairn:field name="amount" label="How much" type="number" required="true" default="5" min="1" max="9" ?\/>/,
  );
  expect(saved).toMatch(/<cairn:field name="note" type="string" maxLength="20" readOnly="true" ?\/>/);
  expect(saved).toContain('<camunda:formField id="note"');
});
