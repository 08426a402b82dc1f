import './style.css';
import { createApp } from 'vue';
import App from './App.vue';
import { startSending } from './sending';
import { applyReading } from './reading';
import { keepForm } from './wire';

applyReading();
createApp(App).mount('#app');
void startSending();
void keepForm();
// From here on the pages open without a network (../worker.js).
if (import.meta.env.PROD && 'serviceWorker' in navigator)
  navigator.serviceWorker.register('/12345/sw.js', { updateViaCache: 'none' }).catch(() => {
    // A private window, or an address without TLS: everything works as before, with a network.
  });
