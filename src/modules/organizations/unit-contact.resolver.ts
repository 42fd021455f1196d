import { Ctx as CtxArg, FieldResolver, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, payload } from '../../kit/graphql.ts';
import { addUnitContact, contactsOfUnit, removeUnitContact } from './contact.service.ts';
import { AdministrativeUnit, type Contact } from './organization.entity.ts';
import { AddUnitContactInput, AdministrativeUnitType, ContactType, RemoveUnitContactInput } from './organization.type.ts';

const administrativeUnit = entityField(() => AdministrativeUnitType, AdministrativeUnit, 'The unit.');

@Resolver(() => AdministrativeUnitType)
export class UnitContactResolver {
  @FieldResolver(() => [ContactType], {
    nullable: true,
    description: 'Who is told when a municipality in it cannot be reached; null = not yours to see.',
  })
  contacts(@Root() unit: AdministrativeUnit, @CtxArg() ctx: Ctx): Promise<Contact[] | null> {
    return contactsOfUnit(ctx, unit.id);
  }

  @Command(payload('AddUnitContact', { administrativeUnit }), AddUnitContactInput, {
    description: 'Adds a contact of a region or district and mails it a link to verify the address.',
  })
  async addUnitContact(input: AddUnitContactInput, ctx: Ctx) {
    return { administrativeUnit: (await addUnitContact(ctx, input.unitId, input.contact)).unitId };
  }

  @Command(payload('RemoveUnitContact', { administrativeUnit }), RemoveUnitContactInput, {
    description: 'Removes a contact of a region or district.',
  })
  async removeUnitContact(input: RemoveUnitContactInput, ctx: Ctx) {
    return { administrativeUnit: await removeUnitContact(ctx, input.contactId) };
  }
}
