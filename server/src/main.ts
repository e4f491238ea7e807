/** The language server as a program of its own: the editor starts it with `--node-ipc` or `--stdio`. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createServerParts } from './lsp/parts';
import { findLayout } from './platform/layout';
import { serve } from './lsp/register';

serve(createConnection(ProposedFeatures.all), createServerParts(findLayout()));
