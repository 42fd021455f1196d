import { Field, Float, InputType, ObjectType } from 'type-graphql';
import type { DataCut } from '../../kit/export.rules.ts';
import { graphqlEnum } from '../../kit/graphql.ts';
import { CountScalar } from '../../kit/scalars.ts';
import { RenderInput } from '../files/document.type.ts';
import { DataCutEnum } from '../files/export.type.ts';
import type { MeasureUnit } from '../service-registry/service-standard.rules.ts';
import { MeasureUnitEnum } from '../service-registry/service-standard.type.ts';
import { type ChartKind, chartKinds } from './report-chart.rules.ts';

const ChartKindEnum = graphqlEnum('ChartKind', chartKinds, 'How a chart is drawn. QUADRANT: the first series across, the second upwards.');

@ObjectType('ContentCheck', {
  description: 'One of the things that the report has to contain, checked against what is there. Requirement: R-III.2, R-III.3.',
})
export class ContentCheckType {
  @Field(() => String, { description: "The requirement's id: R-III.2.1." })
  requirement!: string;
  @Field(() => Boolean, { description: 'Whether it is there, at least in part.' })
  isMet!: boolean;
}

@ObjectType('Chart', { description: 'A chart of the report as data; documents draw the same. Requirement: R-III.3.' })
export class ChartType {
  @Field(() => String, { description: 'Its code, unique in the report.' })
  code!: string;
  @Field(() => ChartKindEnum, { description: 'How it is drawn.' })
  kind!: ChartKind;
  @Field(() => MeasureUnitEnum, {
    nullable: true,
    description: 'What values are in; SHARE: 0 to 1. Null = what the services are counted in, which the title names, or times.',
  })
  unit!: MeasureUnit | null;
  @Field(() => CountScalar, { description: 'What the whole rests on: answers, accepted revisions, or months of municipalities.' })
  n!: number;
}

@ObjectType('ChartSeries', { description: 'A row of values of a chart.' })
export class ChartSeriesType {}

@ObjectType('ChartPoint', { description: 'A value of a chart, or why there is none: the value is null exactly when `gap` says why.' })
export class ChartPointType {
  @Field(() => Float, { nullable: true, description: "In the chart's `unit`; null = see `gap`. Never 0 for what is missing." })
  value!: number | null;
  @Field(() => CountScalar, { nullable: true, description: 'How many records it rests on; null = it is a count itself.' })
  n!: number | null;
}

@ObjectType('DataAppendix', {
  description:
    'The database of the answers annexed to the report: one ZIP with CSV, XLSX, the codebook and the SHA-256 of each file. Requirement: R-III.3.',
})
export class DataAppendixType {
  @Field(() => DataCutEnum, { description: 'FULL for the ministry and the body of inter-agency interaction; DEIDENTIFIED for everybody.' })
  cut!: DataCut;
  @Field(() => CountScalar, { nullable: true, description: 'Answers in it; null = not made yet.' })
  rows?: number | null;
}

@InputType({ description: 'Input of renderFinalReport.' })
export class RenderFinalReportInput extends RenderInput {}
