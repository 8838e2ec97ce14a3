/** One word that breaks nowhere. */
export const LONG_WORD =
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsversammlung';

/** As titles are in a language whose words are long. */
export const LONG_TITLE =
  'ბუღალტრის ელექტრონული ფოსტის ანგარიშზე ორფაქტორიანი ავტორიზაციის გააქტიურება არასამუშაო საათებში და შაბათ-კვირას';

/** A paragraph. */
export const LONG_WORDS = `${LONG_TITLE}. დილით ყველაფერი მუშაობდა, მაგრამ განახლების შემდეგ საბეჭდი მოწყობილობა ცარიელ ფურცლებს ბეჭდავს და თანამშრომლები ვეღარ ახერხებენ ანგარიშფაქტურების გაგზავნას.`;
