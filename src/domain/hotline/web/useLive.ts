/** Keeps what a page shows no older than a few seconds, for as long as it is looked at. */
export { useStream as useLive } from '@/use/stream';
