import type { Tick } from '../../kit/module.ts';
import type { Reminder } from '../../kit/reminder.ts';
import { remind } from './reminder.service.ts';

/** The look, every minute, for reminders that are due and were not sent. */
export function reminderTick(reminders: readonly Reminder[]): Tick {
  return {
    name: 'remind',
    everySeconds: 60,
    run: async (ctx) => {
      for (const reminder of reminders) await remind(ctx, reminder);
    },
  };
}
