/**
 * The frozen plain graph that the interpreter executes and the designer asks about. No moddle objects, no XML, no
 * behaviour. Arrays keep the order of the file.
 */
import type { CronDialect } from './cron-text.ts';

/**
 * Where an expression's text is to be read: FEEL, `${…}`/`#{…}` of older engines, XPath 1.0, sandboxed JavaScript, or plain
 * text. `variable`: the text is the name of one, whatever characters and words it is made of.
 */
export type ExpressionLanguage = 'feel' | 'juel' | 'xpath' | 'javascript' | 'literal' | 'variable';

/** What the file calls the data that an expression in XPath can ask for (BPMN 2.0.2, 10.4.3). */
export interface DataNames {
  /** Prefixes of the file that stand for BPMN's namespace. */
  readonly prefixes: readonly string[];
  /** The variable of an id, or of a name that only a reference has. */
  readonly variables: Readonly<Record<string, string>>;
  /** Ids and names of the element that has the expression, and of all that it lies in. */
  readonly around: readonly string[];
}

/** An expression as written, without its prefix (`=`); for `juel` the text keeps its `${…}`. */
export interface Expression {
  readonly language: ExpressionLanguage;
  readonly text: string;
  /** Of XPath only. */
  readonly data?: DataNames;
}

/** A checkpoint mark (checkpoint-semantics, section 2). */
export type CheckpointMark = 'none' | 'after' | 'before' | 'both';

export interface SequenceFlow {
  readonly id: string;
  readonly name: string | null;
  readonly source: string;
  readonly target: string;
  /** Null: unconditional (the default flow included). */
  readonly condition: Expression | null;
}

/** A name and where its value comes from (`cairn:in`, `cairn:out`, `cairn:payload`, headers, rules). */
export interface Assignment {
  readonly name: string;
  readonly value: Expression;
  /** The part of it that the value becomes (`order.total`); absent: all of it. */
  readonly path?: readonly string[];
}

/** `<cairn:mapping>`; null lists mean: no such mapping written. */
export interface Mapping {
  readonly inputs: readonly Assignment[];
  readonly outputs: readonly Assignment[];
  /** Of a call: whether all that the caller sees is passed on, too. Absent: only where there are no inputs. */
  readonly passesAll?: boolean;
  /** Of a call without outputs: nothing comes back. Absent: all that the called process changed. */
  readonly returnsAll?: false;
}

/**
 * Where data of the file lives (BPMN 2.0.2, 10.4.1): in a data input, data output or property of the element itself, in a
 * variable around it, or in a data store that all jobs share.
 */
export interface DataPlace {
  readonly kind: 'own' | 'variable' | 'store';
  readonly name: string;
}

/** Where an association reads. */
export interface DataSource {
  readonly place: DataPlace;
  /** What its transformation and assignments can call it. */
  readonly names: readonly string[];
}

/** `from` an expression `to` an item, or to a part of one. */
export interface DataAssignment {
  readonly from: Expression;
  readonly to: DataPlace;
  readonly path: readonly string[];
}

/** A data association that moves something. Without transformation and assignments its one source is copied. */
export interface DataAssociation {
  readonly sources: readonly DataSource[];
  /** Null: its assignments say where they go. */
  readonly target: DataPlace | null;
  readonly transformation: Expression | null;
  readonly assignments: readonly DataAssignment[];
}

/** An input set or output set: who must have a value, and who may. */
export interface DataSet {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/**
 * The data of an activity or event (BPMN 2.0.2, 10.4.1, 10.4.2). Of data inputs and outputs only those that an association
 * fills or empties: others move nothing.
 */
export interface NodeData {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly properties: readonly string[];
  readonly inputSets: readonly DataSet[];
  readonly outputSets: readonly DataSet[];
  /** What arrives is found by the names of the outputs only: all of it is never the value of the only one. */
  readonly byNameOnly?: true;
  readonly into: readonly DataAssociation[];
  readonly out: readonly DataAssociation[];
  /** Of a catching event with another engine's output mapping: all that came is seen by it, and nothing else is handed on. */
  readonly mapped?: true;
}

/** A message with its correlation key (`cairn:correlationKey`), null without one. */
export interface MessageRef {
  readonly name: string;
  /** What its name is, where whoever waits or sends computes it; `name` is then what the file says. Never of what starts a process. */
  readonly computed?: Expression;
  readonly correlationKey: Expression | null;
  /** What the file's correlation properties say (BPMN 2.0.2, 8.4.2); `correlationKey` wins over them. Absent: nothing. */
  readonly correlation?: MessageCorrelation;
}

/** One expression for each correlation property. */
export interface MessageCorrelation {
  /** Over the content of the message, where it is sent. */
  readonly sent: readonly Expression[];
  /** Over the data of the process, where it is waited for: its correlation subscription. Empty: it has none. */
  readonly awaited: readonly Expression[];
  /** The keys of its conversations that it carries: what they are, the first message with them says. */
  readonly keys: readonly ConversationKey[];
  /** Only a message that carries just what is awaited is taken, whoever sends it, and when it starts the process, too. */
  readonly exact?: true;
}

/** A correlation key of a conversation; its properties, in file order, over the content of one message. */
export interface ConversationKey {
  readonly id: string;
  readonly name: string;
  readonly properties: readonly Expression[];
}

/** What the text of a timer is. `cron`: how a cron expression is read. */
export type TimerKind =
  { readonly kind: 'date' } | { readonly kind: 'duration' } | { readonly kind: 'cycle'; readonly cron: CronDialect };

/** `until`: after when a cycle goes on no more (Flowable's `endDate`); absent: it says so itself, or never. */
export type TimerDefinition = TimerKind & { readonly value: Expression; readonly until?: Expression };

/** Null code on a catching error event: catches every error. */
export interface ErrorRef {
  readonly code: string | null;
  /** What the code is, where it is computed when the error is thrown. */
  readonly computed?: Expression;
}

export interface ErrorTrigger {
  readonly kind: 'error';
  readonly error: ErrorRef;
  readonly codeVariable: string | null;
  readonly messageVariable: string | null;
}

/** Null code on a catching event: catches every escalation. */
export interface EscalationTrigger {
  readonly kind: 'escalation';
  readonly code: string | null;
  /** What the code is, where it is computed when the escalation is thrown. */
  readonly computed?: Expression;
  readonly codeVariable: string | null;
}

/** Changes of a variable that is visible where an event waits (Flowable's `variableListenerEventDefinition`). */
export interface VariableListener {
  readonly variable: string;
  /** `create`: it did not exist before in the scope that it belongs to. */
  readonly change: 'any' | 'create' | 'update';
}

export type EventTrigger =
  | { readonly kind: 'none' }
  | { readonly kind: 'message'; readonly message: MessageRef; readonly payload: readonly Assignment[] }
  | { readonly kind: 'timer'; readonly timer: TimerDefinition }
  | ErrorTrigger
  | EscalationTrigger
  /** `computed`: what its name is, where whoever waits for it or throws it computes it; as for messages. */
  | {
      readonly kind: 'signal';
      readonly signal: string;
      readonly computed?: Expression;
      readonly payload: readonly Assignment[];
    }
  /** `listens`: its condition is true, and each change of that variable is one that it waits for. */
  | { readonly kind: 'conditional'; readonly condition: Expression; readonly listens?: VariableListener }
  /** `target`: the catching event of the same name in the same scope; null on that event itself. */
  | { readonly kind: 'link'; readonly name: string; readonly target: string | null }
  /** `activity`: null compensates everything that can be in the scope. On a boundary or start event both mean nothing. */
  | { readonly kind: 'compensation'; readonly activity: string | null; readonly wait: boolean }
  | { readonly kind: 'cancel' }
  /** `all`: ends the process, too, and those that called it, not only the subprocess that it stands in (Flowable's `terminateAll`). */
  | { readonly kind: 'terminate'; readonly all?: true }
  /** Several definitions; catching, `all` waits for every one of them (parallel multiple), else the first is enough. */
  | { readonly kind: 'multiple'; readonly all: boolean; readonly triggers: readonly SingleTrigger[] };

/** A trigger of one definition. */
export type SingleTrigger = Exclude<EventTrigger, { kind: 'multiple' | 'none' }>;

/** How a completed instance of an activity is compensated (BPMN 2.0.2, 10.7). */
export type Compensation =
  /** The activity associated with its compensation boundary event. */
  | { readonly kind: 'activity'; readonly handler: string }
  /** The compensation event subprocess in it. */
  | { readonly kind: 'event-subprocess'; readonly subProcess: string; readonly start: string }
  /** What was completed in it is compensated, latest first. */
  | { readonly kind: 'content' };

/** What all flow nodes have. */
interface NodeBase {
  readonly id: string;
  /** BPMN's element name, like `bpmn:ScriptTask`. */
  readonly type: string;
  readonly name: string | null;
  /** Id of the process or subprocess that directly contains the node. */
  readonly scope: string;
  /** Position in the file, unique in the graph. */
  readonly index: number;
  readonly incoming: readonly SequenceFlow[];
  readonly outgoing: readonly SequenceFlow[];
  /** Whether a token can come here again along sequence flows: only such nodes need visit counts. */
  readonly cyclic: boolean;
  /** The effective mark: ours, else a vendor's asynchronous continuation, else `none`. */
  readonly checkpoint: CheckpointMark;
}

/** Standard loop (BPMN 2.0.2, 10.3.8): again as long as the condition holds, at most `maximum` times. */
export interface StandardLoop {
  readonly kind: 'standard';
  readonly testBefore: boolean;
  /** Null: only the maximum ends it. */
  readonly condition: Expression | null;
  readonly maximum: number | null;
}

/** What multi-instance throws, to be caught at its boundary: for each instance that completes, for the first, or when a condition holds. */
export interface InstanceEvent {
  readonly when: 'each' | 'first' | Expression;
  readonly trigger: Extract<SingleTrigger, { kind: 'signal' | 'escalation' }>;
}

/** Multi-instance (BPMN 2.0.2, 10.3.8): as many instances as the cardinality says, or one for each item. */
export interface MultiInstance {
  readonly kind: 'multi-instance';
  readonly sequential: boolean;
  readonly cardinality: Expression | null;
  /** A list; its items are what the instances are for. */
  readonly collection: Expression | null;
  /** The variable in which an instance finds its item. */
  readonly elementVariable: string | null;
  /** Evaluated whenever an instance has completed; true: the others are cancelled. */
  readonly completionCondition: Expression | null;
  /** The variable that gets what `outputElement` gives for each instance, in order of the instances. */
  readonly outputCollection: string | null;
  readonly outputElement: Expression | null;
  /** `outputDataItem`: a variable that each instance has of its own. */
  readonly outputItem: string | null;
  /** What fills the data input that is the collection, and empties the data output that gathers. */
  readonly collectionData: readonly DataAssociation[];
  readonly outputData: readonly DataAssociation[];
  /** What is thrown as instances complete (`behavior` None, One, Complex); empty: nothing (All). */
  readonly events: readonly InstanceEvent[];
  /** What the first instance has for `loopCounter`: 1 (BPMN), or 0 in files of engines that count from there. */
  readonly firstCounter: 0 | 1;
}

export type Loop = StandardLoop | MultiInstance;

/** What all activities have. */
interface ActivityBase extends NodeBase {
  /** Null: performed once. */
  readonly loop: Loop | null;
  /** Tokens that must arrive before it begins, and that go each way out when it is done (BPMN 2.0.2, 13.3.2). */
  readonly startQuantity: number;
  readonly completionQuantity: number;
  readonly defaultFlow: string | null;
  readonly mapping: Mapping | null;
  /** Null: none that moves. */
  readonly data: NodeData | null;
  /** Where its result goes when nothing else is said: its only data output. */
  readonly resultOutput: string | null;
  /** Boundary events attached here, in file order. */
  readonly boundary: readonly string[];
  /** Null: a completed instance leaves nothing to compensate. */
  readonly compensation: Compensation | null;
  /** Further tries after the first one failed (`cairn:retries`, 0 by default). */
  readonly retries: number;
  /** ISO 8601 duration between tries (`cairn:backoff`, `PT0S` by default). */
  readonly backoff: string;
  /** Where the process enables skipping and this is true, a task is not performed (Flowable's `skipExpression`); absent: it always is. */
  readonly skip?: Expression;
}

/** What all events have. */
interface EventBase extends NodeBase {
  readonly data: NodeData | null;
  /** Of an intermediate event: what it leaves behind, by Camunda's `inputOutput`; absent: nothing. */
  readonly mapping?: Mapping;
}

export interface StartEvent extends EventBase {
  readonly type: 'bpmn:StartEvent';
  readonly trigger: EventTrigger;
  /** `isInterrupting`: of an event subprocess, whether it takes the place of what goes on around it. */
  readonly interrupting: boolean;
}
export interface EndEvent extends EventBase {
  readonly type: 'bpmn:EndEvent';
  readonly trigger: EventTrigger;
}
export interface IntermediateCatchEvent extends EventBase {
  readonly type: 'bpmn:IntermediateCatchEvent';
  readonly trigger: Exclude<EventTrigger, { kind: 'none' }>;
}
export interface IntermediateThrowEvent extends EventBase {
  readonly type: 'bpmn:IntermediateThrowEvent';
  readonly trigger: EventTrigger;
}
export interface BoundaryEvent extends EventBase {
  readonly type: 'bpmn:BoundaryEvent';
  readonly attachedTo: string;
  /** `cancelActivity`. */
  readonly interrupting: boolean;
  readonly trigger: Exclude<EventTrigger, { kind: 'none' }>;
}
/** Also `bpmn:ManualTask`: passes through. */
export interface PlainTask extends ActivityBase {
  readonly type: 'bpmn:Task' | 'bpmn:ManualTask';
}
export interface ScriptTask extends ActivityBase {
  readonly type: 'bpmn:ScriptTask';
  /** `external`: a language that only another engine could run; its text is in `script` all the same. */
  readonly language: 'javascript' | 'feel' | 'external';
  readonly format: string;
  readonly script: string;
  readonly resultVariable: string | null;
}
export interface HttpRequestTemplate {
  readonly method: Expression;
  readonly url: Expression;
  /** ISO 8601 duration; `PT30S` by default. */
  readonly timeout: Expression;
  readonly headers: readonly Assignment[];
  readonly body: Expression | null;
  /** `<cairn:result variable value>`: value is evaluated with `response {status, headers, body}` in the context. */
  readonly results: readonly Assignment[];
}
export interface InferenceRule {
  readonly name: string;
  /** Higher fires first; 0 by default; ties in file order. */
  readonly salience: number;
  readonly when: Expression;
  readonly then: readonly Assignment[];
}
export type DecisionShape = 'singleEntry' | 'singleResult' | 'collectEntries' | 'resultList';
/** How a task reaches the world; `external` names what another engine would have called (class, topic, expression …). */
export type TaskImplementation =
  | { readonly kind: 'http'; readonly http: HttpRequestTemplate }
  | {
      readonly kind: 'decision';
      readonly file: string;
      readonly decision: string;
      /** Which shape Camunda's `mapDecisionResult` wants of the result; absent: the decision's own. */
      readonly shape?: DecisionShape;
    }
  /** Camunda's and Flowable's `expression`: its value is the result. */
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'inference'; readonly rules: readonly InferenceRule[] }
  | { readonly kind: 'message'; readonly message: MessageRef; readonly payload: readonly Assignment[] }
  | {
      readonly kind: 'external';
      readonly description: string;
      /** Answers that are BPMN errors; absent: none are. */
      readonly errors?: readonly AnswerError[];
    };
/** An answer of another engine's service is this error where the expression is true (Camunda's `errorEventDefinition`). */
export interface AnswerError {
  readonly code: string;
  readonly when: Expression;
}
export interface ServiceTask extends ActivityBase {
  readonly type: 'bpmn:ServiceTask' | 'bpmn:SendTask' | 'bpmn:BusinessRuleTask';
  readonly implementation: TaskImplementation;
  readonly resultVariable: string | null;
}
/** What the value of a field has to keep within: a number, or the length of a text. */
export interface FieldLimits {
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}
export interface FormField {
  /** Of its variable. */
  readonly name: string;
  readonly label: string;
  readonly type: 'string' | 'number' | 'boolean' | 'date' | 'enum';
  readonly required: boolean;
  readonly default: Expression | null;
  /** For `enum`. */
  readonly options: readonly string[];
  /** Another name under which its value may be given: a form property's, where that says which variable it is. */
  readonly id?: string;
  /** Nobody gives it a value: it has its default. */
  readonly readOnly?: boolean;
  /** What is given must keep within them; a default need not. */
  readonly limits?: FieldLimits;
}
/** A data output that whoever completes the task gives a value to. */
export interface OutputField {
  readonly name: string;
  /** As far as its item definition says one that a form has a field for; null: any value. It is not enforced. */
  readonly type: 'string' | 'number' | 'boolean' | 'date' | null;
  /** Without it no output set is complete. */
  readonly required: boolean;
}
export type PeoplePart = 'assignee' | 'candidateUsers' | 'candidateGroups' | 'dueDate' | 'followUpDate' | 'priority';
/** Whom a task is meant for and until when, as written, expressions too. */
export type People = Readonly<Partial<Record<PeoplePart, string>>>;
export interface UserTask extends ActivityBase {
  readonly type: 'bpmn:UserTask';
  readonly form: readonly FormField[];
  /** Of its data outputs, those that neither the form nor its mapping gives a value to. */
  readonly outputFields: readonly OutputField[];
  /** Whom it is meant for: shown, not executed. Null: nobody in particular. */
  readonly people: People | null;
}
export interface ReceiveTask extends ActivityBase {
  readonly type: 'bpmn:ReceiveTask';
  readonly message: MessageRef;
  /** Its message starts the process. */
  readonly instantiate: boolean;
}
export type CalledVersion = 'latest' | 'deployment' | number;
export interface CallActivity extends ActivityBase {
  readonly type: 'bpmn:CallActivity';
  readonly calledElement: Expression;
  /** `latest`, a version number, or the one that was deployed with the caller, in the same file. */
  readonly version: CalledVersion;
}
/** Also `bpmn:Transaction`, which can be cancelled. */
export interface SubProcess extends ActivityBase {
  readonly type: 'bpmn:SubProcess' | 'bpmn:Transaction';
  /** `triggeredByEvent`: an event subprocess. */
  readonly byEvent: boolean;
}
export interface AdHocSubProcess extends ActivityBase {
  readonly type: 'bpmn:AdHocSubProcess';
  readonly ordering: 'parallel' | 'sequential';
  /** Who says which of its activities begin (`cairn:choice`): people, one at a time; nobody, so that each begins once. */
  readonly choice: 'people' | 'all';
  /** Null: it is over when everything in it has been performed. */
  readonly completionCondition: Expression | null;
  /** Whether what is still going on when the condition becomes true is cancelled. */
  readonly cancelRemaining: boolean;
}
export interface ExclusiveGateway extends NodeBase {
  readonly type: 'bpmn:ExclusiveGateway';
  readonly defaultFlow: string | null;
}
export interface InclusiveGateway extends NodeBase {
  readonly type: 'bpmn:InclusiveGateway';
  readonly defaultFlow: string | null;
}
export interface ComplexGateway extends NodeBase {
  readonly type: 'bpmn:ComplexGateway';
  readonly defaultFlow: string | null;
  /** Null: any token activates it. */
  readonly activationCondition: Expression | null;
}
export interface ParallelGateway extends NodeBase {
  readonly type: 'bpmn:ParallelGateway';
}
export interface EventBasedGateway extends NodeBase {
  readonly type: 'bpmn:EventBasedGateway';
  /** `instantiate`: the events behind it start the process. */
  readonly instantiate: boolean;
  /** Of an instantiating one: every event behind it must come, not just the first. */
  readonly parallel: boolean;
}

export type Activity =
  PlainTask | ScriptTask | ServiceTask | UserTask | ReceiveTask | CallActivity | SubProcess | AdHocSubProcess;
export type FlowNode =
  | Activity
  | StartEvent
  | EndEvent
  | IntermediateCatchEvent
  | IntermediateThrowEvent
  | BoundaryEvent
  | ExclusiveGateway
  | InclusiveGateway
  | ComplexGateway
  | ParallelGateway
  | EventBasedGateway;

/** A process or an embedded subprocess, as the container of nodes. */
export interface ScopeDefinition {
  readonly id: string;
  /** Where a token is born when the scope is entered: its none start event, else every node without a way in. */
  readonly initial: readonly string[];
  /** Start events that something outside triggers; of an event subprocess, its only one. */
  readonly triggered: readonly string[];
  /** Event subprocesses in it that its instances wait for, in file order; those for compensation are not among them. */
  readonly eventSubProcesses: readonly EventSubProcessRef[];
  /** Variables that are born with it, without a value: its data objects, and a process's properties and outputs. */
  readonly items: readonly string[];
}

export interface EventSubProcessRef {
  readonly subProcess: string;
  readonly start: string;
}

/** One executable process. Deeply frozen. */
export interface ProcessGraph {
  /** `id` of the process: the definition key. */
  readonly processId: string;
  readonly name: string | null;
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly flows: ReadonlyMap<string, SequenceFlow>;
  readonly scopes: ReadonlyMap<string, ScopeDefinition>;
  /** The compensation event subprocess directly in the process; null without one. */
  readonly compensation: EventSubProcessRef | null;
  /** Other processes of the file that message flows connect with it, directly or through others, in document order. */
  readonly partners: readonly string[];
  /** Files that the process needs beside it, as written, like `rules/discount.dmn`. */
  readonly resources: readonly string[];
  /** Input sets of the process; it starts only when one of them is complete. */
  readonly inputSets: readonly DataSet[];
  /** Where a variable belongs that is new: nearest process or subprocess; in files of other engines the process, as there. */
  readonly newVariablesAt: 'process' | 'scope';
}
