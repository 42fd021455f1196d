/**
 * Who may sign in: people with their roles, and systems with their keys.
 * Whose: ADMIN. A token or key says who somebody is; what they may do is read from here at every request.
 * Ours throughout: the regulation names the actors (R7, R9, R-III.4 to R-III.6), not how they sign in.
 */
import { defineModule } from '../../kit/module.ts';
import { ApiKey, User } from './user.entity.ts';
import { ApiKeyResolver, UserResolver, ViewerResolver } from './user.resolver.ts';

export const users = defineModule({ name: 'users', entities: [User, ApiKey], resolvers: [ViewerResolver, UserResolver, ApiKeyResolver] });
