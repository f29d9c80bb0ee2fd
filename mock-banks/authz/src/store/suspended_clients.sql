-- Why an app is shut out, when somebody who runs the bank did that.
ALTER TABLE authz_clients ADD COLUMN suspended TEXT;
