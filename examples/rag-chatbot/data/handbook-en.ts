import type { HandbookDocument } from './handbook-document.ts'

export const handbookEn: readonly HandbookDocument[] = [
  {
    id: 'leave-en',
    language: 'en',
    title: 'Annual leave',
    text: 'Every employee has 20 days of annual leave a year. Ask for leave in the calendar tool at least five working days ahead. Up to ten unused days carry over into the next year and expire at the end of March. Half days are possible, mornings or afternoons. Your team lead approves the request within two working days.',
  },
  {
    id: 'remote-en',
    language: 'en',
    title: 'Working from home',
    text: 'You may work from home on up to three days a week. Enter home days in the team calendar by Friday of the week before. Core hours from 10:00 to 15:00 apply at home as well. The office lends a monitor and a chair for the home desk. Working from another country needs the approval of the people team.',
  },
  {
    id: 'expenses-en',
    language: 'en',
    title: 'Expense claims',
    text: 'Claim expenses in the finance portal within 30 days of the purchase. Attach a photo of every receipt. Amounts above 300 euros need the approval of your team lead before you buy. Claims that arrive by the 20th are paid with the salary of the same month. A lost receipt can be replaced by a signed statement, twice a year.',
  },
  {
    id: 'rooms-en',
    language: 'en',
    title: 'Meeting rooms',
    text: 'Meeting rooms are booked in the calendar, at most four weeks ahead. A room that nobody enters within ten minutes is released. The large room on the fourth floor seats 20 people and has a camera. Please leave the whiteboard clean. Catering for a meeting is ordered at the front desk two days before.',
  },
  {
    id: 'laptops-en',
    language: 'en',
    title: 'Laptop replacement',
    text: 'Laptops are replaced every four years. A broken laptop is exchanged at the IT counter on the second floor, and a loan device is ready within an hour. The old device must be handed in within two weeks. The counter is open from 9:00 to 17:00. Stickers are fine, engravings are not.',
  },
  {
    id: 'passwords-en',
    language: 'en',
    title: 'Passwords and sign-in',
    text: 'A password must have at least 14 characters. Reset a forgotten password on the sign-in page with the code from your phone. After five wrong attempts the account is locked for 15 minutes. Passwords do not expire, but change yours at once when you think somebody saw it. A new phone is registered at the IT counter.',
  },
  {
    id: 'visitors-en',
    language: 'en',
    title: 'Visitors',
    text: 'Register visitors in the reception tool one day before they come. Visitors get a badge at reception and wear it visibly. The host meets them on the ground floor and stays with them. Guest Wi-Fi codes are valid for eight hours. Three parking spaces for visitors are in front of the building.',
  },
  {
    id: 'commuting-en',
    language: 'en',
    title: 'Commuting allowance',
    text: 'The commuting allowance pays the monthly ticket between home and office, up to 250 euros. Cyclists receive 20 euros a month instead. Report a new address to the payroll team within a week. The allowance is paid with the salary. It is halved for those who come to the office on fewer than eight days a month.',
  },
  {
    id: 'health-en',
    language: 'en',
    title: 'Health check',
    text: 'The yearly health check is free and takes place in October. Book a slot from the link in the invitation mail. The check takes about 40 minutes and counts as working time. Only you receive the results, by post, after three weeks. An eye test for screen work can be added on request.',
  },
  {
    id: 'training-en',
    language: 'en',
    title: 'Training budget',
    text: 'Each employee has a training budget of 1,200 euros a year. Courses, books and conferences count. Send the course description to your team lead for approval before you book. Language lessons are paid from a separate budget. What is left at the end of the year does not carry over.',
  },
  {
    id: 'printing-en',
    language: 'en',
    title: 'Printers',
    text: 'Printers stand on every floor beside the kitchen. Hold your badge to a printer to release the job, at any of them. Jobs that nobody collects are deleted after 24 hours. Colour printing is limited to 100 pages a month. Toner is in the cupboard below the printer; report a paper jam to the IT counter.',
  },
  {
    id: 'emergency-en',
    language: 'en',
    title: 'Fire alarm and evacuation',
    text: 'When the fire alarm rings, leave the building by the stairs and go to the assembly point in the park across the street. Do not use the lifts. Floor wardens wear yellow vests and check the rooms. The evacuation drill is in May and in November. First-aid kits hang beside each kitchen.',
  },
]
