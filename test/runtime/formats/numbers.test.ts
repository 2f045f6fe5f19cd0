import { expect, test } from 'vitest';
import { count, moneyText, numberText, ordinal } from '../../../src/runtime/formats/numbers.ts';

test('a large number is said in groups of three digits', () => {
  expect(numberText(999)).toBe('999');
  expect(numberText(1_234_567)).toBe('1,234,567');
});

test('a count says one and many', () => {
  expect(count(1, 'client')).toBe('1 client');
  expect(count(0, 'client')).toBe('0 clients');
  expect(count(2, 'person', 'people')).toBe('2 people');
  expect(count(1_200, 'client')).toBe('1,200 clients');
  expect(count(1.5, 'hour')).toBe('1.5 hours');
});

test('money is said with its currency', () => {
  expect(moneyText({ amount: 4_200, currency: 'EUR' })).toBe('4,200 EUR');
});

test.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [12, '12th'],
  [13, '13th'],
  [21, '21st'],
  [30, '30th'],
  [101, '101st'],
  [111, '111th'],
])('%i is said as “%s”', (value, said) => {
  expect(ordinal(value)).toBe(said);
});
