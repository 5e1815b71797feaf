"""From a plan to the calendar: the duties and tasks that a document lays down."""
