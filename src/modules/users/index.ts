/**
 * Who may sign in: people with their roles, and systems with their keys; who acts for a head, and when.
 * Whose: ADMIN. A token or key says who somebody is; what they may do is read from here at every request.
 * Ours throughout: the regulation names the actors (R7, R9, R-III.4 to R-III.6), not how they sign in.
 */
import { defineModule } from '../../kit/module.ts';
import { HeadDelegation } from './head-delegation.entity.ts';
import { HeadDelegationResolver } from './head-delegation.resolver.ts';
import { ApiKey, User } from './user.entity.ts';
import { ApiKeyResolver, UserResolver, ViewerResolver } from './user.resolver.ts';

export const users = defineModule({
  name: 'users',
  entities: [User, ApiKey, HeadDelegation],
  resolvers: [ViewerResolver, UserResolver, ApiKeyResolver, HeadDelegationResolver],
});
