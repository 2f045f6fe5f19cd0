export async function takeTour(url: string, say: (line: string) => void): Promise<void> {
  say(url);
}
