/** The smallest catalogue that says something; the loader's tests change one line of it at a time. */
export const smallCatalogue = `format: 1
id: small
version: '1.0.0'
name: {en: The small one, sv: Den lilla}
provider:
  name: Small provider (se)
  country: SE
  locale: sv-SE
  timeZone: Europe/Stockholm
  currency: SEK
  vatPercent: 25
calendars:
  always:
    weekly:
      - days: [mon, tue, wed, thu, fri, sat, sun]
        blocks: [{from: '00:00', to: '24:00'}]
  nights:
    weekly:
      - days: [tue]
        blocks: [{from: '02:00', to: '04:00'}]
levels: []
plans:
  # the only plan
  - id: only
    family: machines
    name: {en: Small, sv: Liten}
    rank: 0
    baseFee: 1295.00 SEK
    billingPeriod: month
    per: machineMonth
    startingPrice: true
    machineKinds: [vps]
options: []
prices: []
clauses:
  - id: small-01
    kind: promise
    capability: [clocks]
    plans: all
    title: {en: Hours, sv: Tider}
    text: {en: We are there., sv: Vi finns där.}
    terms:
      - type: serviceHours
        purpose: service
        calendar: always
        channels: [mail]
`;
