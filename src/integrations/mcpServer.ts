/** The MCP server of the command line, for agents in VS Code. */
import * as vscode from 'vscode';
import { mcpServers } from '../host/contributions.ts';
import { asNode, type CommandLine } from '../service/commandLine.ts';
import { localFolders } from '../service/openedFolders.ts';

/** `onDidChange`: the data roots, which are arguments of the server. */
export function registerMcpServer(
  commandLine: CommandLine,
  version: string,
  onDidChange: vscode.Event<void>,
): vscode.Disposable {
  return vscode.lm.registerMcpServerDefinitionProvider(mcpServers.sessions, {
    onDidChangeMcpServerDefinitions: onDidChange,
    provideMcpServerDefinitions: () => [mcpServerDefinition(commandLine, version)],
  });
}

/** VS Code's own Node runs it, in the first opened folder. */
export function mcpServerDefinition(commandLine: CommandLine, version: string): vscode.McpStdioServerDefinition {
  const args = [commandLine.script, 'mcp', ...commandLine.rootOptions()];
  const definition = new vscode.McpStdioServerDefinition('Session Scope', process.execPath, args, asNode, version);
  const [folder] = localFolders();
  if (folder !== undefined) definition.cwd = vscode.Uri.file(folder);
  return definition;
}
