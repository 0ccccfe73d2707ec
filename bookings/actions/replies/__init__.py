"""From a department's mail to the action it asks for, or to a person with the reason."""
