import './localization.ts';
import { App } from './app.ts';
import { watchContextMenu } from './contextMenu.ts';

watchContextMenu();
new App().start();
