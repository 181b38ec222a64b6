/** DMN 1.5 for the parser, which knows 1.3: the boxed expressions and the constraint that came later. */
import dmn13 from 'dmn-moddle/resources/dmn/json/dmn13.json' with { type: 'json' };

interface Property {
  readonly name: string;
  readonly type: string;
  readonly isAttr?: boolean;
  readonly isMany?: boolean;
  readonly xml?: { readonly serialize: 'property' };
}

const attribute = (name: string): Property => ({ name, type: 'String', isAttr: true });
/** An element whose name is the property's. */
const element = (name: string, type: string): Property => ({ name, type, xml: { serialize: 'property' } });
const child = (name: string): Property => element(name, 'ChildExpression');
const expression = (name: string, ...properties: readonly Property[]) => ({
  name,
  superClass: ['Expression'],
  properties,
});

const LATER = [
  {
    name: 'ChildExpression',
    superClass: ['DMNElement'],
    properties: [attribute('typeRef'), { name: 'expression', type: 'Expression' }],
  },
  expression('Conditional', child('if'), child('then'), child('else')),
  expression('Filter', child('in'), child('match')),
  expression('For', attribute('iteratorVariable'), child('in'), child('return')),
  expression('Every', attribute('iteratorVariable'), child('in'), child('satisfies')),
  expression('Some', attribute('iteratorVariable'), child('in'), child('satisfies')),
];

const MORE: Readonly<Record<string, readonly Property[]>> = {
  ItemDefinition: [element('typeConstraint', 'UnaryTests')],
};

/** The packages to read a file with. */
export const packages = {
  dmn: {
    ...dmn13,
    types: [
      ...dmn13.types.map((type) => ({ ...type, properties: [...(type.properties ?? []), ...(MORE[type.name] ?? [])] })),
      ...LATER,
    ],
  },
};
