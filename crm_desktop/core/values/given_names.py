"""Common given names of Russian, Polish and English speakers with their short forms.

Read by ``names`` alone, once, when first needed. One group a line: names under which one and
the same person may appear (``Саша`` and ``Александр``); the folded forms are compared. A short
form may stand in several groups.
"""

from __future__ import annotations

GROUPS = """
Александр Саша Саня Шура Alexander Aleksandr Aleksander Alex Sasha Sandy Olek Олександр
Александра Саша Шура Alexandra Aleksandra Alex Sandra Ola
Алексей Лёша Алёша Лёха Alexey Alexei Aleksey Aleksei Олексій
Анатолий Толя Толик Anatoly Anatolii
Андрей Андрюша Andrey Andrei Andrew Andy Andrzej Андрій
Антон Антоша Anton Antoni Anthony Tony Antek
Аркадий Аркаша Arkady
Артём Тёма Artem Artyom
Артур Artur Arthur
Борис Боря Boris
Вадим Вадик Vadim
Валентин Валя Valentin Walenty
Валерий Валера Valery Valeri
Василий Вася Vasily Vasiliy Basil
Вениамин Веня Benjamin Ben Beniamin
Виктор Витя Victor Viktor Wiktor Vic
Виталий Виталик Vitaly Vitaliy Witalij
Владимир Вова Володя Vladimir Volodymyr Włodzimierz Володимир
Владислав Влад Слава Vladislav Vlad Władysław
Всеволод Сева Vsevolod
Вячеслав Слава Vyacheslav Viacheslav Wacław
Геннадий Гена Gennady
Георгий Гоша Жора George Jerzy Georgy Georgiy
Герман Гера German Herman
Глеб Gleb
Григорий Гриша Grigory Gregory Greg Grzegorz
Даниил Данила Даня Daniil Daniel Dan Danny Данило
Давид Дэвид David Dawid Dave
Денис Denis Dennis
Дмитрий Дима Митя Dmitry Dmitriy Dmitri Dima Дмитро
Евгений Женя Eugene Evgeny Evgeniy Eugeniusz Yevgeny Євген
Егор Гоша Egor Yegor
Захар Zakhar
Иван Ваня Ivan John Jan Johnny Jack Jaś Іван
Игорь Igor Ігор
Илья Илюша Ilya Ilia Elijah Eliasz
Иосиф Joseph Joe Józef Iosif
Кирилл Kirill Cyril Cyryl Кирило
Константин Костя Konstantin Constantine Konstanty
Лев Лёва Leo Lev Leon
Леонид Лёня Leonid Leon
Максим Макс Maxim Maksim Max Maksym
Марат Marat
Марк Mark Marek Marc
Матвей Matvey Matthew Matt Mateusz
Михаил Миша Michael Mikhail Mike Mick Michał Misha Михайло
Мурат Murat
Никита Nikita
Николай Коля Nicholas Nikolai Nikolay Nick Mikołaj Микола
Олег Oleg Олег
Павел Паша Paul Pavel Paweł Павло
Пётр Петя Peter Pete Piotr Petr Pyotr Петро
Рашид Rashid
Ринат Rinat
Родион Rodion
Роман Рома Roman
Руслан Ruslan
Рустам Rustam
Савелий Savely
Семён Сёма Semyon Simon Szymon Semen
Сергей Серёжа Серёга Sergey Sergei Serge Siergiej Сергій
Станислав Стас Слава Stanislav Stanisław Staszek Stan
Степан Стёпа Stepan Stephen Steven Steve Stefan Szczepan
Тарас Taras
Тимофей Тима Timothy Tim Timofey Tymoteusz
Тимур Timur
Фёдор Федя Fedor Fyodor Theodore Ted Teodor
Филипп Филя Philip Filip Phil Phillip
Эдуард Эдик Edward Eduard Ed Eddie Edek
Юрий Юра Yuri Yury Yuriy Jurij Юрій
Ян Jan Yan
Яков Яша Jacob Jakub Jake Kuba James Yakov
Ярослав Слава Yaroslav Jarosław Jarek
Алина Alina
Алла Alla
Анастасия Настя Anastasia Anastasiya Ася Nastya
Ангелина Angelina Angela
Анжела Анжелика Angela
Анна Аня Нюра Anna Ann Anne Anya Ania Hanna Анюта Ганна
Антонина Тоня Antonina
Арина Arina
Валентина Валя Valentina Walentyna
Валерия Лера Valeria Valerie Waleria
Варвара Варя Barbara Basia Barb Varvara
Василиса Vasilisa
Вера Vera Wiera
Вероника Ника Veronica Veronika Weronika
Виктория Вика Victoria Viktoria Wiktoria Vicky
Галина Галя Galina Halina
Дарья Даша Daria Darya Dasha
Диана Diana
Ева Eva Ewa Eve
Евгения Женя Eugenia Evgenia
Екатерина Катя Catherine Katherine Kate Kathy Katie Katarzyna Kasia Ekaterina Katya
Елена Лена Алёна Helen Elena Helena Ellen Олена
Елизавета Лиза Elizabeth Liz Lisa Elżbieta Ela Beth Betty Elizaveta
Жанна Zhanna Joanna Jane Joan Asia
Зинаида Зина Zinaida
Злата Zlata
Зоя Zoe Zoya Zoë Zofia
Инга Inga
Инна Inna
Ирина Ира Irina Irene Irena Iryna Ірина
Камила Kamila Camilla
Карина Karina
Кира Kira
Клавдия Klavdia Claudia Klaudia
Ксения Оксана Ксюша Xenia Kseniya Ksenia
Лариса Лара Larisa Larissa
Лидия Лида Lydia Lidia
Лилия Лиля Lily Lilia Lilian
Любовь Люба Lyubov Luba
Людмила Люда Мила Ludmila Lyudmila Ludmiła
Маргарита Рита Margaret Margarita Małgorzata Gosia Maggie Peggy Meg
Марианна Marianna Marianne
Марина Marina
Мария Маша Маруся Mary Maria Maja Marie Maryna Marysia Марія
Надежда Надя Nadezhda Nadia
Наталья Наталия Наташа Natalia Natalie Natalya Natasha Наталія
Нелли Неля Nelly
Нина Nina Janina
Оксана Oksana Ксана
Олеся Леся Olesya
Ольга Оля Olga Ola
Полина Поля Polina Paulina Pauline
Раиса Рая Raisa
Регина Regina
Римма Rimma
Светлана Света Svetlana
Снежана Snezhana
София Софья Соня Sophia Sofia Sophie Sonya Zofia Zosia
Таисия Тася Taisia
Тамара Тома Tamara
Татьяна Таня Tatiana Tatyana Tania Tetiana Тетяна
Ульяна Uliana Julianna
Фаина Faina
Эльвира Elvira Elwira
Эмма Emma
Юлия Юля Julia Julie Yulia Juliya Юлія
Яна Yana Janina
Ярослава Yaroslava
Адам Adam
Адриан Adrian
Agnieszka Agnes Aga Агнешка
Albert Альберт Bert
Alfred Fred Alf
Alice Alicja Ala Алиса
Amanda Mandy
Amelia Amy
Ana
Andrea
Artem
Aneta
Angus
Arkadiusz Arek
Ashley
Bartosz Bartłomiej Bartek
Bartholomew
Beata
Bernard Bernie
Bogdan Богдан
Bogusław Boguś
Bożena
Brian Bryan
Bruce
Cezary
Carl Karl Charles Charlie Chuck Karol
Carol Caroline Karolina
Celina
Cheryl
Christine Christina Chris Krystyna Kristina Кристина
Christopher Chris Krzysztof Krzysiek
Cynthia Cindy
Czesław
Damian
Danuta Danka
Dariusz Darek
Deborah Debbie
Dominik Dominic
Dominika
Donald Don
Donna
Dorota Dorothy
Edyta Edith
Emil Эмиль
Emilia Emily Эмилия
Eric Erik Eryk
Ethan
Evan
Eryka Erica Erika
Ewelina Evelyn
Feliks Felix
Frank Francis Franciszek Franek
Gabriel
Gabriela Gabrielle
Gary
Gavin
Genowefa
Grace
Grażyna
Hannah
Harold Harry
Heather
Henry Henryk
Hubert
Ian
Ignacy
Iga
Ireneusz
Isabella Isabel Izabela Iza
Iwona Yvonne Ivona
Jacek
Jadwiga
Jason
Jean
Jeffrey Jeff Geoffrey
Jennifer Jenny
Jerry Jeremy Gerald
Jessica
Joel
Jolanta Jola
Jonathan Jon
Jorge
José Jose
Joshua Josh
Joyce
Juan
Judith Judy
Julian
Justyna Justine
Jürgen Jurgen
Hans
Kacper Casper
Kamil
Karen
Kazimierz
Keith
Kelly
Kenneth Ken
Kevin
Kim
Kinga
Konrad Conrad
Kyle
Larry Lawrence Laurence
Laura
Lech Leszek
Leonard Len
Linda
Liam
Lucas Luke Łukasz
Lucy Lucyna Łucja
Luis
Luiza Louise
Maciej Maciek
Maeve
Magdalena Magda Madeleine
Marcel Marceli
Marcin Martin Мартин
Mariusz
Mark Marcus
Marta Martha Марта
Marzena
Megan
Melissa
Michelle
Milena Милена
Mirosław Mirek Мирослав
Mohammed Muhammad Мухаммед Магомед
Monika Monica
Nancy
Nathan Nathaniel
Noah
Norbert
Nicole
Oliver
Olivia Oliwia
Oscar Oskar
Oleksandr
Pamela Pam
Patricia Patrycja Pat
Patrick Patryk Pat
Pieter
Przemysław Przemek
Rachel
Radosław Radek
Rafał Raphael Rafael
Ralph
Raymond Ray
Rebecca Becky
Renata Рената
Richard Rick Dick Ryszard
Robert Rob Bob Bobby Роберт
Roger
Ronald Ron
Róża Rose
Roxana Roksana
Rudolf
Russell
Ruth
Ryan
Samuel Sam
Samantha Sam
Sarah Sara
Scott
Sean Shawn Shaun
Sebastian
Sharon
Shirley
Sławomir Sławek
Stephanie
Stella
Susan Zuzanna Susanna Sue
Sylwia Sylvia Сильвия
Sylwester
Tadeusz Tadek Thaddeus
Teresa Theresa Tereza
Thomas Tom Tomasz Tommy Tomek
Tyler
Urszula Ursula Ula
Vincent Wincenty
Walter
Wanda
Wendy
Wiesława
Wiesław
William Bill Will Billy Wilhelm
Witold
Wojciech Wojtek
Zachary Zach
Zbigniew Zbyszek
Zdzisław
Zygmunt
Азамат
Айгуль
Айнур
Али
Амир
Ашот
Армен
Арсений Сеня Arseny
Асель
Аслан
Богдана
Бахтияр
Вазген
Гульнара
Давлет
Джамиля
Динара
Зарина
Ибрагим
Ильдар
Ильнур
Карен
Лейла
Мадина
Марсель
Мурад
Назар Nazar
Нурлан
Остап
Платон
Прохор
Равиль
Рамиль
Рафаэль
Ренат
Салават
Святослав Слава
Серик
Сурен
Тигран
Фарид
Шамиль
Эльдар
Эрик
Элина
Эвелина
Юлиан
"""
