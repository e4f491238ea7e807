// The compiler resolves every vscode package to this empty module inside `analysis`: an import from one cannot compile.
export {};
