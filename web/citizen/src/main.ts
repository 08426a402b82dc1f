import './style.css';
import { createApp } from 'vue';
import App from './App.vue';
import { startSending } from './sending';
import { applyReading } from './reading';

applyReading();
createApp(App).mount('#app');
void startSending();
