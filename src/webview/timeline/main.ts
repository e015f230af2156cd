import '../localization.ts';
import { TimelineApp } from './timelineApp.ts';

new TimelineApp().start();
