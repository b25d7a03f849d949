import { useEffect, useState } from "react";
import { Cancelled, Player } from "./player.ts";
import type { CatalogueFacts, Read, ScenarioFacts, Source } from "./worker-messages.ts";

/** Typing is over when nothing was typed for so long. */
const PAUSE_MS = 250;

/** One player for a page; what runs ends with it. */
export function usePlayer(): Player {
  const [player] = useState(() => new Player());
  useEffect(() => () => player.cancel(), [player]);
  return player;
}

type Facts = { "read-catalogue": CatalogueFacts; "read-scenario": ScenarioFacts };

/** What was read of a text, or of the one before while the next is read; undefined at first. */
export function useRead<Task extends keyof Facts>(
  player: Player,
  task: Task,
  { text, fileName }: Source,
): {
  readonly read: Read<Facts[Task]> | undefined;
  /** It is of this very text. */
  readonly fresh: boolean;
  readonly failure: Error | undefined;
} {
  const [known, setKnown] = useState<{ text: string; fileName: string; read: Read<Facts[Task]> }>();
  const [failure, setFailure] = useState<Error>();
  useEffect(() => {
    let wanted = true;
    const look = async (): Promise<void> => {
      try {
        const answer = await player.ask(task, { text, fileName });
        if (!wanted) return;
        setKnown({ text, fileName, read: answer as Read<Facts[Task]> });
        setFailure(undefined);
      } catch (error) {
        // Stopping a play stops reading, too: read again.
        if (wanted && error instanceof Cancelled) return look();
        if (wanted) setFailure(error as Error);
      }
    };
    const timer = setTimeout(() => void look(), PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [player, task, text, fileName]);
  const fresh = known?.text === text && known.fileName === fileName;
  return { read: known?.read, fresh, failure };
}
