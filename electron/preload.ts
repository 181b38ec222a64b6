/** Runs in the page's process before the page, isolated from it: shows it one function, and nothing of Electron. */
import { contextBridge, ipcRenderer } from 'electron';
import { pageBridge } from './page-bridge.ts';

contextBridge.exposeInMainWorld('cairn', pageBridge(ipcRenderer));
