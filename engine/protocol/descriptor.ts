/**
 * The moddle descriptor of Cairn's own BPMN extensions (namespace `urn:cairn:bpmn:1`). The engine's reader and the
 * designer load the same one, so that what is drawn is what is executed. Attributes are traits of BPMN's elements; an
 * attribute on an element that is not listed here is unknown there, and the reader says so.
 */

/** Namespace of Cairn's extensions in a BPMN file. */
export const CAIRN_NAMESPACE = 'urn:cairn:bpmn:1';

const attribute = (name: string) => ({ name, isAttr: true, type: 'String' }) as const;

/** For `new BpmnModdle({ cairn: cairnDescriptor })` and bpmn-js's `moddleExtensions`. */
export const cairnDescriptor = {
  name: 'Cairn',
  uri: CAIRN_NAMESPACE,
  prefix: 'cairn',
  xml: { tagAlias: 'lowerCase' },
  associations: [],
  types: [
    { name: 'Checkpointed', extends: ['bpmn:FlowNode', 'bpmn:GlobalTask'], properties: [attribute('checkpoint')] },
    {
      name: 'Retried',
      extends: ['bpmn:Activity', 'bpmn:GlobalTask'],
      properties: [attribute('retries'), attribute('backoff')],
    },
    {
      name: 'Answering',
      extends: [
        'bpmn:ScriptTask',
        'bpmn:BusinessRuleTask',
        'bpmn:ServiceTask',
        'bpmn:SendTask',
        'bpmn:GlobalScriptTask',
        'bpmn:GlobalBusinessRuleTask',
      ],
      properties: [attribute('resultVariable')],
    },
    {
      name: 'Implemented',
      extends: ['bpmn:BusinessRuleTask', 'bpmn:ServiceTask', 'bpmn:GlobalBusinessRuleTask'],
      properties: [attribute('type')],
    },
    {
      name: 'Deciding',
      extends: ['bpmn:BusinessRuleTask', 'bpmn:GlobalBusinessRuleTask'],
      properties: [attribute('decision')],
    },
    { name: 'Calling', extends: ['bpmn:CallActivity'], properties: [attribute('version')] },
    {
      name: 'Repeated',
      extends: ['bpmn:MultiInstanceLoopCharacteristics', 'bpmn:Activity'],
      properties: ['collection', 'elementVariable', 'outputCollection', 'outputElement'].map(attribute),
    },
    { name: 'Choosing', extends: ['bpmn:AdHocSubProcess'], properties: [attribute('choice')] },
    { name: 'Correlated', extends: ['bpmn:Message'], properties: [attribute('correlationKey')] },

    {
      name: 'Mapping',
      superClass: ['Element'],
      meta: { allowedIn: ['bpmn:Activity'] },
      properties: [
        { name: 'inputs', isMany: true, type: 'In' },
        { name: 'outputs', isMany: true, type: 'Out' },
      ],
    },
    { name: 'In', superClass: ['Element'], properties: [attribute('name'), attribute('value')] },
    { name: 'Out', superClass: ['Element'], properties: [attribute('name'), attribute('value')] },

    {
      name: 'Http',
      superClass: ['Element'],
      meta: { allowedIn: ['bpmn:ServiceTask', 'bpmn:SendTask'] },
      properties: [
        attribute('method'),
        attribute('url'),
        attribute('timeout'),
        { name: 'headers', isMany: true, type: 'Header' },
        { name: 'body', type: 'String' },
        { name: 'results', isMany: true, type: 'Result' },
      ],
    },
    { name: 'Header', superClass: ['Element'], properties: [attribute('name'), attribute('value')] },
    { name: 'Result', superClass: ['Element'], properties: [attribute('variable'), attribute('value')] },

    {
      name: 'Rules',
      superClass: ['Element'],
      meta: { allowedIn: ['bpmn:BusinessRuleTask', 'bpmn:ServiceTask', 'bpmn:GlobalBusinessRuleTask'] },
      properties: [{ name: 'rules', isMany: true, type: 'Rule' }],
    },
    {
      name: 'Rule',
      superClass: ['Element'],
      properties: [
        attribute('name'),
        attribute('salience'),
        { name: 'when', type: 'String' },
        { name: 'actions', isMany: true, type: 'Then' },
      ],
    },
    {
      name: 'Then',
      superClass: ['Element'],
      properties: [attribute('variable'), { name: 'text', isBody: true, type: 'String' }],
    },

    {
      name: 'Payload',
      superClass: ['Element'],
      meta: { allowedIn: ['bpmn:SendTask', 'bpmn:ThrowEvent'] },
      properties: [attribute('name'), attribute('value')],
    },

    {
      name: 'Form',
      superClass: ['Element'],
      meta: { allowedIn: ['bpmn:UserTask', 'bpmn:GlobalUserTask'] },
      properties: [{ name: 'fields', isMany: true, type: 'Field' }],
    },
    {
      name: 'Field',
      superClass: ['Element'],
      properties: [
        attribute('name'),
        attribute('label'),
        attribute('type'),
        attribute('required'),
        attribute('default'),
        attribute('min'),
        attribute('max'),
        attribute('minLength'),
        attribute('maxLength'),
        attribute('readOnly'),
        { name: 'options', isMany: true, type: 'Option' },
      ],
    },
    { name: 'Option', superClass: ['Element'], properties: [attribute('value')] },
  ],
} as const;
