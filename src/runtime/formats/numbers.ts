/** "4,200". */
export function numberText(value: number): string {
  return value.toLocaleString('en');
}

/** "1 client", "2 clients", "1,200 clients". */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${numberText(value)} ${value === 1 ? one : many}`;
}

/** "1st", "22nd". */
export function ordinal(value: number): string {
  const ending = Math.floor((value % 100) / 10) === 1 ? 'th' : ['th', 'st', 'nd', 'rd'][value % 10];
  return `${value}${ending ?? 'th'}`;
}

/** "4,200 EUR". */
export function moneyText({ amount, currency }: { amount: number; currency: string }): string {
  return `${numberText(amount)} ${currency}`;
}
