/** ISO 4217 currencies whose smallest unit is not a hundredth. */
const ODD_EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

/** Digits after the point: 2 for most, 0 for JPY and ISK, 3 for KWD. RangeError for no currency code. */
export function currencyExponent(currency: string): number {
  if (!/^[A-Z]{3}$/u.test(currency)) throw new RangeError(`not a currency: ${currency}`);
  return ODD_EXPONENTS[currency] ?? 2;
}
