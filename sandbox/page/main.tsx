import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { BarPatterns } from './blocks/chart-marks.tsx';
import { applyTheme, readTheme } from './state/theme.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/messages.css';
import './styles/blocks.css';
import './styles/controls.css';
import './styles/modal.css';

applyTheme(readTheme());
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <>
      <App />
      <BarPatterns />
    </>,
  );
}
