import type { QuestionTable } from './question-table.ts'

export const questionsEn: QuestionTable = {
  smallTalk: [
    'Hello! Who are you, and what can you do for me?',
    'Good morning! Is this the office assistant?',
    'Hi there, nice to meet you.',
    'What is 15 percent of 240?',
    'How do you say "thank you for your help" in Japanese?',
    'Please write a one-line birthday greeting for a colleague.',
    'Good afternoon! I am new here, so please be patient with me.',
    'What is 48 divided by 6?',
    'Hello, are you a person or a program?',
    'How do you spell "accommodation"?',
    'Hi! Can you answer in short sentences, please?',
    'Please write a polite opening for an e-mail.',
  ],
  topics: {
    leave: {
      subject: 'annual leave',
      questions: [
        'How many days of annual leave do I have?',
        'How far ahead must I ask for annual leave?',
        'Who approves a request for annual leave?',
        'Where do I enter my annual leave?',
      ],
      followUps: [
        'And can I carry over the days that I do not use?',
        'Is it possible to take only half a day of that?',
        'When do those days expire?',
      ],
    },
    remote: {
      subject: 'working from home',
      questions: [
        'How often may I be working from home?',
        'What are the rules for working from home?',
        'Can I get a monitor for working from home?',
        'By when do I announce working from home?',
      ],
      followUps: [
        'Do the core hours apply then as well?',
        'And what if I want to do that from another country?',
        'Does it have to be in the team calendar?',
      ],
    },
    expenses: {
      subject: 'expense claims',
      questions: [
        'How do I send in expense claims?',
        'Is there a deadline for expense claims?',
        'Which expense claims need approval before I buy?',
        'When are expense claims paid?',
      ],
      followUps: [
        'And what happens if I lost the receipt for it?',
        'Does that need a photo of every receipt?',
        'Until which day must it arrive to be paid this month?',
      ],
    },
    rooms: {
      subject: 'meeting rooms',
      questions: [
        'How do I book meeting rooms?',
        'Which of the meeting rooms seats 20 people?',
        'How far ahead can meeting rooms be booked?',
        'Are meeting rooms released when nobody comes?',
      ],
      followUps: [
        'And where do I order catering for that?',
        'Does it have a camera?',
        'After how many minutes is it given to somebody else?',
      ],
    },
    laptops: {
      subject: 'laptop replacement',
      questions: [
        'When is my laptop due for replacement?',
        'My laptop is broken, how does a replacement work?',
        'Where is the counter for a laptop replacement?',
        'Do I get a loan device during a laptop replacement?',
      ],
      followUps: [
        'And by when must I hand in the old one?',
        'Until what time is it open?',
        'Am I allowed to put stickers on that one?',
      ],
    },
    passwords: {
      subject: 'passwords',
      questions: [
        'How long must passwords be?',
        'I forgot one of my passwords, what now?',
        'Do passwords expire here?',
        'What happens after several wrong passwords?',
      ],
      followUps: [
        'And for how long is it locked then?',
        'What should I do if somebody saw it?',
        'Does that also work with a new phone?',
      ],
    },
    visitors: {
      subject: 'visitors',
      questions: [
        'How do I register visitors?',
        'Where do visitors get their badge?',
        'Is there parking for visitors?',
        'Can visitors use the Wi-Fi?',
      ],
      followUps: [
        'And do I have to stay with them all the time?',
        'How long is that valid?',
        'Do they need to wear it visibly?',
      ],
    },
    commuting: {
      subject: 'the commuting allowance',
      questions: [
        'How much is the commuting allowance?',
        'Do cyclists get a commuting allowance?',
        'When is the commuting allowance paid?',
        'I moved house, what about my commuting allowance?',
      ],
      followUps: [
        'And is it lower if I rarely come to the office?',
        'Whom do I tell about that?',
        'Does it cover the whole monthly ticket?',
      ],
    },
    health: {
      subject: 'the health check',
      questions: [
        'When is the yearly health check?',
        'How do I book the health check?',
        'What does the health check cost me?',
        'Does the health check count as working time?',
      ],
      followUps: [
        'And who gets the results of it?',
        'How long does that take?',
        'Can I add an eye test to it?',
      ],
    },
    training: {
      subject: 'the training budget',
      questions: [
        'How large is my training budget?',
        'What may I pay from the training budget?',
        'Who approves a course from the training budget?',
        'Are books part of the training budget?',
      ],
      followUps: [
        'And does the rest of it carry over?',
        'Are language lessons paid from that too?',
        'Does it cover a conference as well?',
      ],
    },
    printing: {
      subject: 'printers',
      questions: [
        'Where are the printers?',
        'How do I release a job at the printers?',
        'Can the printers print in colour?',
        'Where is the toner for the printers?',
      ],
      followUps: [
        'And how many colour pages is that a month?',
        'Whom do I tell when it has a paper jam?',
        'When is a job deleted that I did not collect there?',
      ],
    },
    emergency: {
      subject: 'the fire alarm',
      questions: [
        'What do I do when the fire alarm rings?',
        'Where do we meet after a fire alarm?',
        'Who checks the rooms during a fire alarm?',
        'May I take the lift during a fire alarm?',
      ],
      followUps: [
        'And when is the drill for that?',
        'How do I recognise them?',
        'Where do the first-aid kits hang, in case that goes wrong?',
      ],
    },
  },
  searchRequest: (subject) => `Please search the handbook again for ${subject}.`,
}
