import { MousePointerClick } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { EmptyState } from '../ui/EmptyState.tsx';
import { countText } from '../ui/quantity.ts';
import { useAnalyses } from './analysis.ts';
import { DecisionTrialPanel } from './DecisionTrialPanel.tsx';
import type { DiagramElement } from './diagram-services.ts';
import { useSession, type DiagramSession } from './diagram-session.ts';
import { useOpenFiles } from './open-files.ts';
import { goTo } from './problem-in-view.ts';
import { Call, Mapping, Repetition, Retries } from './properties/activity.tsx';
import { Checkpoint } from './properties/checkpoint.tsx';
import { Association, Choice, Data } from './properties/data.tsx';
import { isA, type Subject } from './properties/edit.ts';
import { Event } from './properties/events.tsx';
import { ForeignTrigger } from './properties/foreign-trigger.tsx';
import { Section } from './properties/fields.tsx';
import { Flow } from './properties/flow.tsx';
import { Form } from './properties/form.tsx';
import { Activation } from './properties/gateway.tsx';
import { General } from './properties/general.tsx';
import { Implementation } from './properties/implementation.tsx';
import { knownNames } from './properties/known-names.ts';
import { Message } from './properties/message.tsx';
import { People } from './properties/people.tsx';
import { Script } from './properties/script.tsx';
import { ProblemSign } from './ProblemSign.tsx';
import { useActiveSession } from './sessions.ts';
import { unreadableIn } from './unreadable.ts';
import { idOf, titleOf, typeName } from './subject-words.ts';
import './properties/properties.css';

/** Everything about the selected element, each kind of task with the editor that fits it. */
export function DesignRight() {
  const session = useActiveSession();
  const active = useOpenFiles((state) => state.active);
  const kind = useOpenFiles(({ files, active }) => files.find(({ path }) => path === active)?.kind);
  const unreadable = useAnalyses((all) => (active === null ? null : unreadableIn(all[active]?.problems)));
  if (kind === 'rules' && active !== null) return <DecisionTrialPanel key={active} path={active} />;
  if (session === null) {
    return (
      <EmptyState
        icon={MousePointerClick}
        title={kind === undefined || kind === 'process' ? 'Nothing is selected' : 'Nothing to set here'}
      >
        {kind === 'scenario' || kind === 'settings'
          ? 'This file is edited as text; what the engine would not take is underlined.'
          : unreadable !== null
            ? 'Once the file can be drawn, the properties of the selected element appear here.'
            : 'The properties of the selected element appear here.'}
      </EmptyState>
    );
  }
  return <Properties key={session.path} session={session} />;
}

function Properties({ session }: { readonly session: DiagramSession }) {
  const version = useSession(session);
  // Called when another element is shown, not with each of its changes.
  const toTop = useCallback((head: HTMLElement | null) => head?.closest('.shell-right')?.scrollTo({ top: 0 }), []);
  const names = useMemo(() => {
    void version; // names are those of the diagram as it is now
    return knownNames(session);
  }, [session, version]);
  const element = session.subject;
  if (element === null) {
    return (
      <EmptyState icon={MousePointerClick} title={selectedText(session.selected)}>
        Select one to see its properties. Align and distribute are in the toolbar.
      </EmptyState>
    );
  }
  const subject: Subject = { session, element };
  const isTask = ['bpmn:ServiceTask', 'bpmn:SendTask', 'bpmn:BusinessRuleTask'].includes(element.type);
  const isActivity = isA(element, 'bpmn:Activity');
  return (
    // Another element: fields begin anew, what was being typed was committed on blur.
    <div className="prop" key={element.id}>
      <header ref={toTop} className="prop-head">
        <h2>{titleOf(element)}</h2>
        <p>{typeName(element)}</p>
      </header>
      <Checkpoint subject={subject} />
      {element.type === 'bpmn:ScriptTask' && <Script subject={subject} names={names} />}
      {isTask && <Implementation subject={subject} names={names} />}
      {element.type === 'bpmn:UserTask' && <Form subject={subject} names={names} />}
      {element.type === 'bpmn:UserTask' && <People subject={subject} />}
      {element.type === 'bpmn:ReceiveTask' && (
        <>
          <ForeignTrigger subject={subject} sends={false} />
          <Message subject={subject} owner={element.businessObject} names={names} direction="waits" />
        </>
      )}
      {element.type === 'bpmn:CallActivity' && <Call subject={subject} names={names} />}
      {isA(element, 'bpmn:Event') && <Event subject={subject} names={names} />}
      {element.type === 'bpmn:SequenceFlow' && <Flow subject={subject} names={names} />}
      {element.type === 'bpmn:ComplexGateway' && <Activation subject={subject} names={names} />}
      {isA(element, 'bpmn:DataAssociation') && <Association subject={subject} names={names} />}
      {element.type === 'bpmn:AdHocSubProcess' && <Choice subject={subject} names={names} />}
      <General subject={subject} />
      {isActivity && <Mapping subject={subject} names={names} />}
      {isActivity && <Data subject={subject} names={names} />}
      {isActivity && <Repetition subject={subject} names={names} />}
      {(isTask || element.type === 'bpmn:ScriptTask') && <Retries subject={subject} />}
      <Problems subject={subject} />
    </div>
  );
}

/** `16 elements and 16 flows are selected`: who counts what is drawn does not count lines as elements. */
function selectedText(selected: readonly DiagramElement[]): string {
  const lines = selected.filter(({ waypoints }) => waypoints !== undefined);
  const counted = [
    ...(selected.length > lines.length ? [countText(selected.length - lines.length, 'element')] : []),
    ...(lines.length > 0
      ? [countText(lines.length, lines.every(({ type }) => type.endsWith('Flow')) ? 'flow' : 'connection')]
      : []),
  ];
  return `${counted.join(' and ')} are selected`;
}

function Problems({ subject: { session, element } }: { readonly subject: Subject }) {
  const problems = useAnalyses((all) => all[session.path]?.problems);
  const id = idOf(element);
  const own = (problems ?? []).filter((problem) => problem.element === id);
  if (own.length === 0) return null;
  return (
    <Section title={`Problems (${own.length})`}>
      {own.map((problem) => (
        <button
          key={problem.message}
          type="button"
          className={`prop-own-problem problem-${problem.severity}`}
          onClick={() => goTo(problem)}
        >
          <ProblemSign severity={problem.severity} />
          <span>{problem.message}</span>
        </button>
      ))}
    </Section>
  );
}
