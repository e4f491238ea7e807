/** Time as a value: tests let it pass when they want. */
export interface Scheduler {
  /** Runs `action` once after so many milliseconds, unless cancelled. */
  after(milliseconds: number, action: () => void): { cancel(): void };
}

export const realScheduler: Scheduler = {
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return {
      cancel() {
        clearTimeout(timer);
      },
    };
  },
};
