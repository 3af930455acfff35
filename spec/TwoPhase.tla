------------------------------ MODULE TwoPhase ------------------------------
(***************************************************************************)
(* Two-phase apply, crash, recovery and rollback, as `core/log/twophase`    *)
(* and `app/commit` do it. README.md says which action is which function,   *)
(* and what is left out.                                                    *)
(*                                                                         *)
(* A transaction and the generation that it builds have one number here:    *)
(* both are counted up with every INTENT and never used again.              *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
  Plans,     \* what may be put into force
  TxMax,     \* transactions that a behaviour may hold
  CrashMax,  \* crashes and failures that a behaviour may hold
  Mutant     \* "none", or the name of a fault that a check must find

VARIABLES
  log,      \* entries, in order: [kind, tx, plan, to]
  current,  \* the generation that the pointer on the disk names; 0 for none
  gens,     \* what stands in the folder of each generation
  up,       \* whether a program runs
  state,    \* what that program knows of its transaction
  todo,     \* effects that are handed out and not yet carried out
  faults    \* crashes and failures so far

vars == <<log, current, gens, up, state, todo, faults>>

Txs == 1..TxMax
Idle == [phase |-> "idle", tx |-> 0, plan |-> "none", to |-> 0]
Closing == {"COMMIT", "ROLLBACK"}
IsMutant(name) == Mutant = name

-----------------------------------------------------------------------------
(* What the log says. *)

Begun == {i \in DOMAIN log : log[i].kind = "INTENT"}
Closed(tx) == \E i \in DOMAIN log : log[i].tx = tx /\ log[i].kind \in Closing \cup {"ABORT"}
Open == {log[i].tx : i \in {j \in Begun : ~Closed(log[j].tx)}}
IsPrepared(tx) == \E i \in DOMAIN log : log[i].tx = tx /\ log[i].kind = "PREPARED"
IntentOf(tx) == log[CHOOSE i \in Begun : log[i].tx = tx]

Closings == {i \in DOMAIN log : log[i].kind \in Closing}
Max(S) == CHOOSE x \in S : \A y \in S : y <= x
\* The place in the log of what is in force, 0 for nothing.
Active == IF Closings = {} THEN 0 ELSE Max(Closings)
ActiveTx == IF Active = 0 THEN 0 ELSE log[Active].tx
ActivePlan == IF Active = 0 THEN "none" ELSE log[Active].plan

\* The states that a rollback steps back through, the newest first, as the log stood after its first n entries.
RECURSIVE Trail(_)
RECURSIVE Below(_, _)
Below(trail, place) == IF Head(trail) = place THEN Tail(trail) ELSE Below(Tail(trail), place)
Trail(n) ==
  IF n = 0 THEN <<>>
  ELSE CASE log[n].kind = "COMMIT" -> <<n>> \o Trail(n - 1)
         [] log[n].kind = "ROLLBACK" -> <<n>> \o Below(Trail(n - 1), log[n].to)
         [] OTHER -> Trail(n - 1)

-----------------------------------------------------------------------------
(* Effects, each durable before the next is begun. *)

Append1(kind) == [do |-> "append", kind |-> kind, tx |-> 0]
Build(tx) == [do |-> "build", kind |-> "", tx |-> tx]
Flip(tx) == [do |-> "flip", kind |-> "", tx |-> tx]
Unset == [do |-> "unset", kind |-> "", tx |-> 0]
Discard(tx) == [do |-> "discard", kind |-> "", tx |-> tx]

CloseKind(s) == IF s.to = 0 THEN "COMMIT" ELSE "ROLLBACK"

BeginEffects(s) ==
  IF IsMutant("flip before PREPARED") THEN <<Append1("INTENT"), Build(s.tx), Flip(s.tx)>>
  ELSE IF IsMutant("PREPARED before build") THEN <<Append1("INTENT")>>
  ELSE <<Append1("INTENT"), Build(s.tx)>>

FinishEffects(s) ==
  IF IsMutant("COMMIT before flip") THEN <<Append1(CloseKind(s)), Flip(s.tx)>>
  ELSE <<Flip(s.tx), Append1(CloseKind(s))>>

PreparedEffects(s) ==
  <<Append1("PREPARED")>>
    \o (IF IsMutant("PREPARED before build") THEN <<Build(s.tx)>> ELSE <<>>)
    \o FinishEffects(s)

AbortEffects(s) ==
  << IF ActiveTx = 0 THEN Unset ELSE Flip(ActiveTx),
     Discard(IF IsMutant("discard what is in force") /\ ActiveTx # 0 THEN ActiveTx ELSE s.tx),
     Append1("ABORT") >>

ResumeEffects(s) ==
  IF IsMutant("PREPARED before build") THEN FinishEffects(s)
  ELSE <<Build(s.tx)>> \o FinishEffects(s)

-----------------------------------------------------------------------------
(* A program that carries effects out. *)

IsWhole(tx) == IF tx = 0 THEN TRUE ELSE gens[tx] \in Plans
IsSettled == Open = {} /\ current = ActiveTx /\ IsWhole(ActiveTx)

Init ==
  /\ log = <<>>
  /\ current = 0
  /\ gens = [tx \in Txs |-> "none"]
  /\ up = TRUE
  /\ state = Idle
  /\ todo = <<>>
  /\ faults = 0

Start(plan, to) ==
  LET s == [phase |-> "intent", tx |-> Cardinality(Begun) + 1, plan |-> plan, to |-> to]
  IN /\ state = Idle /\ todo = <<>>
     /\ (up /\ IsSettled) \/ IsMutant("begin without recovery")
     /\ s.tx \in Txs
     /\ state' = s
     /\ todo' = BeginEffects(s)
     /\ up' = TRUE
     /\ UNCHANGED <<log, current, gens, faults>>

\* Applying what is in force does nothing at all.
Apply == \E plan \in Plans :
  /\ plan # ActivePlan \/ IsMutant("apply twice")
  /\ Start(plan, 0)

Rollback ==
  LET trail == Trail(Len(log))
      target == IF IsMutant("roll back to what is in force") THEN trail[1] ELSE trail[2]
  IN /\ Len(trail) >= 2
     /\ Start(log[target].plan, target)

\* What one effect leaves on the disk.
Carry(e) ==
  CASE e.do = "append" ->
         /\ log' = Append(log, [kind |-> e.kind, tx |-> state.tx, plan |-> state.plan,
                               to |-> IF e.kind \in {"INTENT", "ROLLBACK"} THEN state.to ELSE 0])
         /\ UNCHANGED <<current, gens>>
    [] e.do = "build" ->
         /\ gens' = [gens EXCEPT ![e.tx] =
              IF e.tx = state.tx THEN state.plan ELSE IntentOf(e.tx).plan]
         /\ UNCHANGED <<log, current>>
    [] e.do = "flip" -> current' = e.tx /\ UNCHANGED <<log, gens>>
    [] e.do = "unset" -> current' = 0 /\ UNCHANGED <<log, gens>>
    [] e.do = "discard" -> gens' = [gens EXCEPT ![e.tx] = "none"] /\ UNCHANGED <<log, current>>

Do ==
  /\ up /\ todo # <<>>
  /\ Carry(Head(todo))
  /\ todo' = Tail(todo)
  /\ UNCHANGED <<up, state, faults>>

\* All effects are carried out: the step function is asked for the next ones.
Done ==
  /\ up /\ todo = <<>>
  /\ \/ /\ state.phase = "intent"
        /\ state' = [state EXCEPT !.phase = "prepared"]
        /\ todo' = PreparedEffects(state)
     \/ /\ state.phase \in {"prepared", "aborting", "restoring"}
        /\ state' = Idle
        /\ todo' = <<>>
  /\ UNCHANGED <<log, current, gens, up, faults>>

\* The system refuses an effect: before PREPARED all is put back, after it the program leaves it to recovery.
Fail ==
  /\ up /\ todo # <<>> /\ faults < CrashMax
  /\ faults' = faults + 1
  /\ \/ /\ state.phase = "intent" /\ state.tx \in Open
        /\ state' = [state EXCEPT !.phase = "aborting"]
        /\ todo' = AbortEffects(state)
        /\ UNCHANGED up
     \/ /\ ~(state.phase = "intent" /\ state.tx \in Open)
        /\ up' = FALSE /\ state' = Idle /\ todo' = <<>>
  /\ UNCHANGED <<log, current, gens>>

\* A crash: the effect that was under way has happened, has not, or has left a generation in pieces. One that is whole is
\* built again file by file, each replaced by its like, and stays whole.
Crash ==
  /\ up /\ faults < CrashMax
  /\ faults' = faults + 1
  /\ up' = FALSE /\ state' = Idle /\ todo' = <<>>
  /\ \/ UNCHANGED <<log, current, gens>>
     \/ /\ todo # <<>> /\ Head(todo).do \in {"build", "discard"}
        /\ Head(todo).do = "build" => ~IsWhole(Head(todo).tx)
        /\ gens' = [gens EXCEPT ![Head(todo).tx] = "broken"]
        /\ UNCHANGED <<log, current>>

\* Whoever comes next ends what the log leaves open.
Resume ==
  /\ Open # {}
  /\ LET tx == CHOOSE t \in Open : TRUE
         intent == IntentOf(tx)
         to == IF IsMutant("forget that it is a rollback") THEN 0 ELSE intent.to
         s == [phase |-> "aborting", tx |-> tx, plan |-> intent.plan, to |-> to]
         goesOn == IF IsMutant("abort what is prepared") THEN FALSE
                   ELSE IsPrepared(tx) \/ IsMutant("go on from INTENT")
     IN /\ state' = IF goesOn THEN [s EXCEPT !.phase = "prepared"] ELSE s
        /\ todo' = IF goesOn THEN ResumeEffects(s) ELSE AbortEffects(s)

\* The log leaves nothing open: pointer and generation are brought to what it says.
Converge ==
  /\ Open = {} /\ ~IsSettled
  /\ state' = [phase |-> "restoring", tx |-> ActiveTx, plan |-> ActivePlan, to |-> 0]
  /\ todo' = IF ActiveTx = 0 THEN <<Unset>> ELSE <<Build(ActiveTx), Flip(ActiveTx)>>

Recover ==
  /\ state = Idle /\ todo = <<>>
  /\ up => ~IsSettled
  /\ up' = TRUE
  /\ \/ Resume
     \/ Converge
     \/ IsSettled /\ UNCHANGED <<state, todo>>
  /\ UNCHANGED <<log, current, gens, faults>>

Next == Apply \/ Rollback \/ Do \/ Done \/ Fail \/ Crash \/ Recover

Spec == Init /\ [][Next]_vars /\ WF_vars(Do) /\ WF_vars(Done) /\ WF_vars(Recover)

-----------------------------------------------------------------------------
(* Safety. *)

TypeOK ==
  /\ \A i \in DOMAIN log :
       /\ log[i].kind \in {"INTENT", "PREPARED", "COMMIT", "ROLLBACK", "ABORT"}
       /\ log[i].tx \in Txs /\ log[i].plan \in Plans
  /\ current \in {0} \cup Txs
  /\ \A tx \in Txs : gens[tx] \in Plans \cup {"none", "broken"}
  /\ faults \in 0..CrashMax

\* What is visible is what was committed, or what is prepared and will be; and it is whole.
BeforeOrAfter ==
  /\ IsWhole(current)
  /\ current = ActiveTx \/ (current \in Open /\ IsPrepared(current))

\* Transactions follow one another without a gap, and one that is open is the last.
Contiguous ==
  /\ {log[i].tx : i \in Begun} = 1..Cardinality(Begun)
  /\ \A tx \in Open : tx = Cardinality(Begun)

\* What is closed was begun as what it is closed as, then prepared, each once, and was not given up as well.
NoPartialCommit ==
  \A i \in Closings :
    /\ \E k, j \in DOMAIN log :
         /\ k < j /\ j < i
         /\ log[k].kind = "INTENT" /\ log[j].kind = "PREPARED"
         /\ log[k].tx = log[i].tx /\ log[j].tx = log[i].tx
         /\ log[k].plan = log[i].plan /\ log[k].to = log[i].to
    /\ \A j \in DOMAIN log :
         (j # i /\ log[j].tx = log[i].tx) => log[j].kind \in {"INTENT", "PREPARED"}
    /\ gens[log[i].tx] = log[i].plan

\* No COMMIT puts into force what is in force.
Idempotent ==
  \A i \in Closings :
    log[i].kind = "COMMIT" =>
      LET before == {j \in Closings : j < i}
      IN before = {} \/ log[Max(before)].plan # log[i].plan

\* A rollback leads to an earlier state, and leaves fewer to go back to.
BoundedRollback ==
  \A i \in Closings :
    log[i].kind = "ROLLBACK" =>
      /\ log[i].to \in Closings /\ log[i].to < i
      /\ log[log[i].to].plan = log[i].plan
      /\ Len(Trail(i)) < Len(Trail(i - 1))

(* Liveness. *)

\* A transaction that is prepared ends in force, whatever crashes come between.
PreparedEnds == \A tx \in Txs : (tx \in Open /\ IsPrepared(tx)) ~> (\E i \in Closings : log[i].tx = tx)

\* Whatever was begun is closed, and the disk says what the log says.
Settles == []<>IsSettled
=============================================================================
