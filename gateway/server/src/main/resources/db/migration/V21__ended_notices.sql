-- What a notice said, and to whom, is of no use once it has come to an end: a text may hold a link that still opens.
update notice set recipient = '', text = '' where due_at is null;
