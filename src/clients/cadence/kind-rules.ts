/** One way to say how often: by week, by weekday of the month, by day of the month. */
export interface CadenceKind<D extends { unit: string; every: number }> {
  unit: D['unit'];
  /** The most that `every` may be. */
  everyMax: number;
  /** The first of the cadence's days that is not before `day`, in whichever week or month. */
  onOrAfter(days: D, day: Temporal.PlainDate): Temporal.PlainDate;
  /** The last of the cadence's days before `day`. */
  lastBefore(days: D, day: Temporal.PlainDate): Temporal.PlainDate;
  /** From one of the cadence's days to the next. */
  next(days: D, day: Temporal.PlainDate): Temporal.PlainDate;
  /** The day that follows a contact on `day`; always a later one. */
  afterContact(days: D, day: Temporal.PlainDate): Temporal.PlainDate;
  /** The ideal gap in days, the longest where there are several. */
  gapDays(days: D): number;
  /** "week": what `every` counts. */
  noun: string;
  /** "Monday and Thursday", "the first Tuesday". */
  describeDays(days: D): string;
  toColumns(days: D): CadenceColumns;
  /** A check of the table sees to it that the columns which a kind needs are filled. */
  fromColumns(every: number, columns: CadenceColumns): D;
}

/** What the table keeps beside unit, `every` and time: each kind fills what it needs. */
export interface CadenceColumns {
  /** ISO weekdays. */
  weekdays: number[];
  nth: number | null;
  day: number | null;
}

type Days = { unit: string; every: number };

/** The cadence's day nearest to `day`, the later of two that are equally near. */
export function nearest<D extends Days>(
  kind: Pick<CadenceKind<D>, 'onOrAfter' | 'lastBefore'>,
  days: D,
  day: Temporal.PlainDate,
): Temporal.PlainDate {
  const later = kind.onOrAfter(days, day);
  const earlier = kind.lastBefore(days, day);
  return earlier.until(day).days < day.until(later).days ? earlier : later;
}

/** What every kind by month has in common. @param inMonth the cadence's day in the month of `day`. */
export function byMonth<D extends Days>(
  inMonth: (days: D, day: Temporal.PlainDate) => Temporal.PlainDate,
): Pick<
  CadenceKind<D>,
  'everyMax' | 'noun' | 'onOrAfter' | 'lastBefore' | 'next' | 'afterContact' | 'gapDays'
> {
  const around = {
    onOrAfter(days: D, day: Temporal.PlainDate) {
      const thisMonth = inMonth(days, day);
      const isPast = Temporal.PlainDate.compare(thisMonth, day) < 0;
      return isPast ? inMonth(days, day.add({ months: 1 })) : thisMonth;
    },
    lastBefore(days: D, day: Temporal.PlainDate) {
      const thisMonth = inMonth(days, day);
      const isPast = Temporal.PlainDate.compare(thisMonth, day) < 0;
      return isPast ? thisMonth : inMonth(days, day.subtract({ months: 1 }));
    },
  };
  return {
    ...around,
    everyMax: 12,
    noun: 'month',
    next: (days, day) => inMonth(days, day.add({ months: days.every })),
    afterContact: (days, day) => nearest(around, days, day.add({ months: days.every })),
    gapDays: ({ every }) => Math.round(every * 30.44),
  };
}
