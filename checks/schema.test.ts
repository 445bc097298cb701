import { expect, inject, it } from 'vitest';
import { dumpSchema } from './schema-dump';

it('db/schema.sql is what the migrations add up to', async () => {
  await expect(await dumpSchema(inject('ownerUrl'))).toMatchFileSnapshot('../db/schema.sql');
});
